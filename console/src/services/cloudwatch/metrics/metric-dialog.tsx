import type { Metric } from "@aws-sdk/client-cloudwatch";
import Modal from "@cloudscape-design/components/modal";
import { useState } from "react";
import { MetricBrowser, type MetricPlace } from "./metric-browser.tsx";

interface MetricDialogProps {
  readonly select: "single" | "multi";
  readonly onChoose: (metrics: readonly Metric[]) => void;
  readonly onClose: () => void;
}

/** Metrics to choose from, over the page. */
export function MetricDialog({ select, onChoose, onClose }: MetricDialogProps) {
  const [place, setPlace] = useState<MetricPlace>({});
  return (
    <Modal visible size="max" header={select === "single" ? "Select metric" : "Add metrics"} onDismiss={onClose}>
      <MetricBrowser
        place={place}
        onPlace={setPlace}
        select={select}
        action={select === "single" ? "Select metric" : "Add metrics"}
        onAction={(metrics) => {
          onChoose(metrics);
          onClose();
        }}
      />
    </Modal>
  );
}
