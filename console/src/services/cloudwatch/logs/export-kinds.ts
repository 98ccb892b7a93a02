import type { FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import { toCsv } from "../../../table/to-csv.ts";

interface ExportKind {
  /** The file's ending. */
  readonly id: "csv" | "json" | "log";
  readonly text: string;
  readonly type: string;
  readonly write: (events: readonly FilteredLogEvent[]) => string;
}

/** As what the events that are shown can be downloaded. */
export const exportKinds: readonly ExportKind[] = [
  {
    id: "csv",
    text: "Download search results (CSV)",
    type: "text/csv",
    write: (events) =>
      toCsv(
        [
          { header: "timestamp", value: ({ timestamp }: FilteredLogEvent) => timeOf(timestamp) },
          { header: "logStream", value: ({ logStreamName }) => logStreamName },
          { header: "message", value: ({ message }) => message?.trimEnd() },
        ],
        events,
      ),
  },
  {
    id: "json",
    text: "Download search results (JSON)",
    type: "application/json",
    write: (events) =>
      JSON.stringify(
        events.map(({ timestamp, logStreamName, message, eventId }) => ({
          timestamp,
          logStreamName,
          message,
          eventId,
        })),
        undefined,
        2,
      ),
  },
  {
    id: "log",
    text: "Download search results (ASCII)",
    type: "text/plain",
    write: (events) =>
      events.map(({ timestamp, message = "" }) => `${timeOf(timestamp)} ${message.trimEnd()}\n`).join(""),
  },
];

function timeOf(timestamp: number | undefined): string {
  return timestamp === undefined ? "" : new Date(timestamp).toISOString();
}
