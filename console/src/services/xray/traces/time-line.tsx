import "./time-line.css";
import { formatMs } from "../flow/format-ms.ts";
import type { SegmentRow } from "./segment-rows.ts";

interface TimeLineProps {
  readonly rows: readonly SegmentRow[];
  readonly selected: string | undefined;
  readonly onSelect: (id: string) => void;
}

/** When each segment began and how long it took, below what called it. */
export function TimeLine({ rows, selected, onSelect }: TimeLineProps) {
  const allMs = Math.max(1, ...rows.map(({ offsetMs, tookMs = 0 }) => offsetMs + tookMs));
  const share = (ms: number) => `${Math.min(100, (ms / allMs) * 100)}%`;
  return (
    <ul className="squall-timeline" aria-label="Segments">
      {rows.map(({ work, depth, offsetMs, tookMs, status }) => (
        <li key={work.id}>
          <button type="button" aria-pressed={work.id === selected} onClick={() => onSelect(work.id)}>
            <span className="squall-timeline-name" style={{ paddingInlineStart: depth * 16 }} title={work.name}>
              {work.name}
            </span>
            <span>{status}</span>
            <span>{tookMs === undefined ? "-" : formatMs(tookMs)}</span>
            <span className="squall-timeline-room" aria-hidden="true">
              <span
                className="squall-timeline-bar"
                data-status={status}
                style={{ insetInlineStart: share(offsetMs), inlineSize: share(tookMs ?? allMs - offsetMs) }}
              />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
