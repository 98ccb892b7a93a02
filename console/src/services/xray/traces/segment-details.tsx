import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Tabs from "@cloudscape-design/components/tabs";
import type { ReactNode } from "react";
import { arnHref } from "../../../choices/arn-href.ts";
import { JsonText } from "../../../shell/json-text.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { formatTimestamp } from "../../../text/times.ts";
import { formatMs } from "../flow/format-ms.ts";
import type { SegmentRow } from "./segment-rows.ts";

/** What a segment says: its figures, and what programs and SDKs have noted in it. */
export function SegmentDetails({ row }: { readonly row: SegmentRow }) {
  const { work, status, tookMs } = row;
  const href = work.resource_arn && arnHref(work.resource_arn);
  const annotations = Object.entries(work.annotations ?? {});
  const { subsegments: _nested, ...raw } = work;
  return (
    <Container
      header={
        <Header variant="h2" actions={href && <RouteButton href={href}>View resource</RouteButton>}>
          Segment details: {work.name}
        </Header>
      }
    >
      <Tabs
        ariaLabel="Segment details"
        tabs={[
          {
            id: "overview",
            label: "Overview",
            content: (
              <Pairs
                items={[
                  ["Segment ID", work.id],
                  ["Parent ID", work.parent_id],
                  ["Status", status],
                  ["Origin", work.origin ?? work.namespace],
                  ["Began", formatTimestamp(work.start_time * 1_000)],
                  ["Duration", tookMs === undefined ? "In progress" : formatMs(tookMs)],
                  ["Response code", work.http?.response?.status],
                  ["Resource", work.resource_arn],
                ]}
              />
            ),
          },
          {
            id: "annotations",
            label: `Annotations (${annotations.length})`,
            content:
              annotations.length === 0 ? (
                <Box color="text-body-secondary">
                  No annotations. SDKs write them, and filter expressions find them.
                </Box>
              ) : (
                <Pairs items={annotations.map(([name, value]) => [name, String(value)])} />
              ),
          },
          ...(work.metadata === undefined
            ? []
            : [{ id: "metadata", label: "Metadata", content: <JsonText text={JSON.stringify(work.metadata)} /> }]),
          ...(work.cause === undefined
            ? []
            : [{ id: "exceptions", label: "Exceptions", content: <JsonText text={JSON.stringify(work.cause)} /> }]),
          { id: "raw", label: "Raw data", content: <JsonText text={JSON.stringify(raw)} /> },
        ]}
      />
    </Container>
  );
}

function Pairs({ items }: { readonly items: readonly (readonly [string, ReactNode])[] }) {
  return (
    <KeyValuePairs
      columns={4}
      items={items.map(([label, value]) => ({
        label,
        value: <span className="squall-anywhere">{value === undefined || value === "" ? "-" : value}</span>,
      }))}
    />
  );
}
