import type { MetricDatum as CloudWatchDatum, StandardUnit } from "@aws-sdk/client-cloudwatch";
import { rootPrincipal } from "../../principal.ts";
import type { EffectReceiver, Place, ServiceHost } from "../../service.ts";
import { delivered, judge } from "../../targets/verdict.ts";
import { limits } from "../limits.ts";
import type { LogsState } from "../state.ts";
import type { MetricDatum } from "./metric-summary.ts";

/**
 * Gives what metric filters found to CloudWatch, on the account's own behalf. The effect's id goes along, so a repeated delivery
 * counts once. What CloudWatch refuses is lost, as on AWS; a fault or a throttle is tried again.
 */
export const publishMetrics: EffectReceiver<LogsState> = async ({ id, payload }, from, { host }) => {
  const namespaces = Map.groupBy(JSON.parse(payload) as readonly MetricDatum[], ({ namespace }) => namespace);
  for (const [namespace, data] of namespaces) {
    for (let start = 0; start < data.length; start += limits.metricDataAtOnce) {
      const part = data.slice(start, start + limits.metricDataAtOnce);
      await publish(host, from, namespace, part, `${id}/${namespace}/${start}`);
    }
  }
  return delivered;
};

async function publish(
  host: ServiceHost,
  { account, region }: Place,
  namespace: string,
  data: readonly MetricDatum[],
  deduplicationId: string,
): Promise<void> {
  try {
    await host.call(
      "cloudwatch",
      "PutMetricData",
      { Namespace: namespace, MetricData: data.map(toCloudWatchDatum) },
      { account, region, principal: rootPrincipal(account), deduplicationId },
    );
  } catch (error) {
    const verdict = judge(error);
    if (verdict.kind === "later") throw error;
    if (data.length === 1) {
      host.log.warn("metrics of a metric filter were dropped", { namespace, error: verdict.reason });
      return;
    }
    // CloudWatch refuses all for one: a value that is too large, or a dimension that is not ASCII.
    for (const [index, datum] of data.entries()) {
      await publish(host, { account, region }, namespace, [datum], `${deduplicationId}/${index}`);
    }
  }
}

function toCloudWatchDatum(datum: MetricDatum): CloudWatchDatum {
  return {
    MetricName: datum.name,
    Timestamp: new Date(datum.timestampMs),
    Values: [...datum.values],
    Counts: [...datum.counts],
    Dimensions: datum.dimensions.map(([Name, Value]) => ({ Name, Value })),
    Unit: (datum.unit ?? "None") as StandardUnit,
  };
}
