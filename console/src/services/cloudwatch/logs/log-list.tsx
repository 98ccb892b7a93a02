import "./log-list.css";
import type { FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import { useState } from "react";
import { RouteLink } from "../../../shell/links.tsx";
import { formatTimestamp } from "../../../text/times.ts";
import { streamPath } from "../paths.ts";
import { MessageText } from "./message-text.tsx";

interface LogListProps {
  readonly events: readonly FilteredLogEvent[];
  readonly label: string;
  readonly wrap: boolean;
  /** With the stream that each comes from. */
  readonly group?: string;
  readonly isUtc?: boolean;
  /** Every event is open, as JSON where it is some. */
  readonly isOpen?: boolean;
}

/** Events as lines, which a click opens. A plain table: there may be thousands, and each second brings more. */
export function LogList({ events, label, wrap, group, isUtc = false, isOpen = false }: LogListProps) {
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const turn = (id: string) => {
    const next = new Set(turned);
    if (!next.delete(id)) next.add(id);
    setTurned(next);
  };
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
          {events.map(({ eventId = "", timestamp, message = "", logStreamName = "" }) => {
            const isShown = turned.has(eventId) !== isOpen;
            return (
              <tr key={eventId}>
                <td className="squall-log-time">
                  <button
                    type="button"
                    className="squall-log-turn"
                    aria-expanded={isShown}
                    aria-label={`${isShown ? "Close" : "Open"} the event of ${formatTimestamp(timestamp, isUtc)}`}
                    onClick={() => turn(eventId)}
                  >
                    {isShown ? "▾" : "▸"}
                  </button>
                  {formatTimestamp(timestamp, isUtc)}
                </td>
                <td className="squall-log-message">
                  {isShown ? <MessageText message={message} /> : message.replace(/\n$/, "")}
                </td>
                {group && (
                  <td className="squall-log-stream">
                    <RouteLink fontSize="body-s" href={streamPath(group, logStreamName)}>
                      {logStreamName}
                    </RouteLink>
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
