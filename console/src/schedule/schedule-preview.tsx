import Box from "@cloudscape-design/components/box";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import { nextTimes } from "../../../src/services/schedule-expression/next-time.ts";
import {
  parseScheduleExpression,
  type ScheduleDialect,
} from "../../../src/services/schedule-expression/schedule-expression.ts";
import { findTimeZone } from "../../../src/services/schedule-expression/time-zone.ts";
import { cloudNowMs } from "../text/cloud-clock.ts";
import { formatTime } from "../text/times.ts";
import { scheduleInWords } from "./in-words.ts";

interface SchedulePreviewProps {
  readonly expression: string;
  readonly dialect: ScheduleDialect;
  /** A name of the time zone database; UTC without it. */
  readonly zone?: string;
  /** From when a rate counts; now without it. */
  readonly anchorMs?: number;
}

/** A schedule in words, and when it is due the next ten times, in the reader's own time. Nothing for what is none. */
export function SchedulePreview({ expression, dialect, zone = "UTC", anchorMs }: SchedulePreviewProps) {
  const parsed = parseScheduleExpression(expression, dialect);
  const found = findTimeZone(zone);
  if (!parsed || !found) return null;
  const nowMs = cloudNowMs();
  const first = parsed.kind === "rate" ? nowMs + parsed.everyMs : nowMs;
  const times = nextTimes(parsed, nowMs, { zone: found, anchorMs: anchorMs ?? first, count: 10 });
  return (
    <div data-testid="schedule-preview">
      <Box color="text-body-secondary">{scheduleInWords(parsed, zone)}</Box>
      <ExpandableSection headerText={times.length === 0 ? "It has no next time" : `Next ${times.length} times`}>
        <ol className="squall-words">
          {times.map((atMs) => (
            <li key={atMs}>{formatTime(atMs)}</li>
          ))}
        </ol>
      </ExpandableSection>
    </div>
  );
}
