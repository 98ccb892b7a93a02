import "./log-list.css";
import type { FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import { RouteLink } from "../../../shell/links.tsx";
import { formatTimestamp } from "../../../text/times.ts";
import { streamPath } from "../paths.ts";

interface LogListProps {
  readonly events: readonly FilteredLogEvent[];
  readonly label: string;
  readonly wrap: boolean;
  /** With the stream that each comes from. */
  readonly group?: string;
}

/** Events as lines. A plain table: there may be thousands, and each second brings more. */
export function LogList({ events, label, wrap, group }: LogListProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard.
    <section className="squall-log-frame" aria-label={label} tabIndex={0}>
      <table className={wrap ? "squall-log" : "squall-log squall-log-nowrap"} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">Timestamp</th>
            <th scope="col">Message</th>
            {group && <th scope="col">Log stream</th>}
          </tr>
        </thead>
        <tbody>
          {events.map(({ eventId, timestamp, message = "", logStreamName = "" }) => (
            <tr key={eventId}>
              <td className="squall-log-time">{formatTimestamp(timestamp)}</td>
              <td className="squall-log-message">{message.replace(/\n$/, "")}</td>
              {group && (
                <td className="squall-log-stream">
                  <RouteLink fontSize="body-s" href={streamPath(group, logStreamName)}>
                    {logStreamName}
                  </RouteLink>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
