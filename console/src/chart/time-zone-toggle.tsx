import SegmentedControl from "@cloudscape-design/components/segmented-control";
import type { TimeZone } from "../text/time-zone.ts";

/** "Local" or "UTC". */
export function TimeZoneToggle({ zone }: { readonly zone: TimeZone }) {
  return (
    <SegmentedControl
      label="Time zone"
      selectedId={zone.isUtc ? "utc" : "local"}
      options={[
        { id: "local", text: "Local time" },
        { id: "utc", text: "UTC" },
      ]}
      onChange={({ detail }) => zone.setUtc(detail.selectedId === "utc")}
    />
  );
}
