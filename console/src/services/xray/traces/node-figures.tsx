import type { Service } from "@aws-sdk/client-xray";
import { Details } from "../../../shell/details.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { formatMs } from "../flow/format-ms.ts";
import { tracesPath } from "../paths.ts";
import { percentile } from "./percentile.ts";

/** How often a service of the map was called, how long it took and how it ended. */
export function NodeFigures({ service }: { readonly service: Service }) {
  const { Name = "", Type, SummaryStatistics: figures, ResponseTimeHistogram: times = [] } = service;
  const count = figures?.TotalCount ?? 0;
  const share = (part = 0) => (count === 0 ? "-" : `${Math.round((part / count) * 1_000) / 10}% (${part})`);
  return (
    <Details
      title={Name}
      actions={<RouteButton href={tracesPath(`service("${Name.replaceAll('"', "")}")`)}>View traces</RouteButton>}
      items={[
        ["Type", Type ?? "-"],
        ["Requests", count],
        ["Average latency", count === 0 ? "-" : formatMs(((figures?.TotalResponseTime ?? 0) / count) * 1_000)],
        ["Latency of 9 in 10 at most", percentile(times, 0.9)],
        ["OK", share(figures?.OkCount)],
        ["Errors (4xx)", share(figures?.ErrorStatistics?.OtherCount)],
        ["Throttles (429)", share(figures?.ErrorStatistics?.ThrottleCount)],
        ["Faults (5xx)", share(figures?.FaultStatistics?.TotalCount)],
      ]}
    />
  );
}
