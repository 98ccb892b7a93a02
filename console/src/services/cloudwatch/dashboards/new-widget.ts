import type { Widget } from "./dashboard-body.ts";

/** What "Add widget" offers. */
export const widgetKinds = [
  { id: "timeSeries", text: "Line" },
  { id: "singleValue", text: "Number" },
  { id: "bar", text: "Bar" },
  { id: "pie", text: "Pie" },
  { id: "text", text: "Text" },
  { id: "alarm", text: "Alarm status" },
  { id: "log", text: "Logs query" },
] as const;

export function newWidget(kind: string, place: { readonly x: number; readonly y: number }, region: string): Widget {
  if (kind === "text")
    return { type: "text", ...place, width: 6, height: 4, properties: { markdown: "# Notes\n\nWhat is shown here." } };
  if (kind === "alarm") return { type: "alarm", ...place, width: 6, height: 4, properties: { alarms: [] } };
  if (kind === "log") {
    const query = "fields @timestamp, @message | sort @timestamp desc | limit 20";
    return { type: "log", ...place, width: 24, height: 6, properties: { query, region, view: "table" } };
  }
  return { type: "metric", ...place, width: 12, height: 6, properties: { view: kind, region, metrics: [] } };
}
