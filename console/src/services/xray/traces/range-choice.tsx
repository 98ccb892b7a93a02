import SegmentedControl from "@cloudscape-design/components/segmented-control";
import { type RangeId, ranges, toRangeId } from "./ranges.ts";

interface RangeChoiceProps {
  readonly range: RangeId;
  readonly onChange: (range: RangeId) => void;
}

export function RangeChoice({ range, onChange }: RangeChoiceProps) {
  return (
    <SegmentedControl
      label="Time range"
      selectedId={range}
      options={ranges.map(({ id }) => ({ id, text: id }))}
      onChange={({ detail }) => onChange(toRangeId(detail.selectedId))}
    />
  );
}
