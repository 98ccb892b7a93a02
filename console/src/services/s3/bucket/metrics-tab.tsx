import { S3Client } from "@aws-sdk/client-s3";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { lazy, Suspense, useState } from "react";
import type { MetricChart } from "../../../chart/metric-charts.tsx";
import { useLongWork } from "../../../shell/long-work.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import { walkObjects } from "../objects/walk-objects.ts";

const MetricCharts = lazy(() => import("../../../chart/metric-charts.tsx"));

/** "Metrics": what is stored, as CloudWatch has it once a day, and counted now if asked for. */
export function MetricsTab({ bucket }: { bucket: string }) {
  return (
    <SpaceBetween size="l">
      <TotalNow bucket={bucket} />
      {charts.map(({ storageType, shown }) => (
        <Suspense key={storageType} fallback={<StatusIndicator type="loading">Loading charts</StatusIndicator>}>
          <MetricCharts
            namespace="AWS/S3"
            dimensions={{ BucketName: bucket, StorageType: storageType }}
            charts={shown}
          />
        </Suspense>
      ))}
    </SpaceBetween>
  );
}

const charts: readonly { readonly storageType: string; readonly shown: readonly MetricChart[] }[] = [
  {
    storageType: "StandardStorage",
    shown: [{ metric: "BucketSizeBytes", title: "Total bucket size", unit: "Bytes", statistic: "Average" }],
  },
  {
    storageType: "AllStorageTypes",
    shown: [{ metric: "NumberOfObjects", title: "Total number of objects", unit: "Count", statistic: "Average" }],
  },
];

interface Total {
  readonly objects: number;
  readonly bytes: number;
  readonly isWhole: boolean;
}

function TotalNow({ bucket }: { bucket: string }) {
  const client = useClient(S3Client);
  const work = useLongWork();
  const notify = useNotify();
  const [total, setTotal] = useState<Total>();
  const count = async () => {
    try {
      const counted = await work({
        title: `Counting the objects of ${bucket}`,
        run: async (report, signal) => {
          let objects = 0;
          let bytes = 0;
          for await (const page of walkObjects(client, bucket, "", signal)) {
            objects += page.length;
            bytes += page.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
            report({ done: objects });
          }
          return { objects, bytes, isWhole: !signal.aborted };
        },
      });
      setTotal(counted);
    } catch (error) {
      notify.error("The objects could not be counted", error);
    }
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="CloudWatch learns both once a day."
          actions={<Button onClick={() => void count()}>Count now</Button>}
        >
          Total size
        </Header>
      }
    >
      {total ? (
        <KeyValuePairs
          columns={2}
          items={[
            {
              label: "Total number of objects",
              value: `${total.objects}${total.isWhole ? "" : " until it was stopped"}`,
            },
            { label: "Total bucket size", value: formatBytes(total.bytes) },
          ]}
        />
      ) : (
        <Box color="text-body-secondary">Not counted yet. Versions that are not current do not count.</Box>
      )}
    </Container>
  );
}
