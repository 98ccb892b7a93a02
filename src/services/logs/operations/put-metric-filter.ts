import { isNamed } from "../../../platform/aws-error.ts";
import { rootPrincipal } from "../../principal.ts";
import type { OperationInput } from "../../service.ts";
import { invalidParameter, notForClass, notSupported } from "../errors.ts";
import { parseFilterPattern } from "../filter-pattern/filter-pattern.ts";
import { putFilter } from "../filters/change-filters.ts";
import type { MetricTransformation } from "../filters/filter.ts";
import { toMetricReader } from "../filters/metric-reader.ts";
import { findGroup } from "../groups/find-group.ts";
import type { Logs } from "../model.ts";
import type { LogsContext, LogsOperation } from "../operation.ts";

/** From now on each matching event gives a value to a metric. */
export const putMetricFilter: LogsOperation<"PutMetricFilter"> = async (input, context) => {
  const { filterName: name, filterPattern: pattern } = input;
  checkSupport(input);
  const transformation = toTransformation(input);
  toMetricReader(transformation, parseFilterPattern(pattern));
  const group = await findGroup(context, input.logGroupName);
  if (group.class !== "STANDARD") throw notForClass(group.name, group.class, "PutMetricFilter");
  await checkCloudWatch(context);
  const createdMs = context.host.clock.nowMs();
  await putFilter(context, { kind: "metric", group: group.name, name, pattern, createdMs, transformation });
  return {};
};

type Input = OperationInput<Logs, "PutMetricFilter">;

function checkSupport({ applyOnTransformedLogs, fieldSelectionCriteria, emitSystemFieldDimensions }: Input): void {
  if (applyOnTransformedLogs) throw notSupported("metric filters on transformed logs");
  if (fieldSelectionCriteria) throw notSupported("field selection criteria");
  if (emitSystemFieldDimensions?.length) throw notSupported("system fields as dimensions");
}

/** There is always one, though the interface takes a list. */
function toTransformation({ metricTransformations }: Input): MetricTransformation {
  const [given, ...more] = metricTransformations;
  if (!given || more.length > 0) throw invalidParameter("A metric filter has exactly one metric transformation.");
  const { metricName = "", metricNamespace = "", metricValue = "", defaultValue, dimensions, unit } = given;
  if (metricNamespace.startsWith("AWS/"))
    throw invalidParameter("Metric namespaces starting with AWS/ are reserved for AWS.");
  return { metricName, metricNamespace, metricValue, defaultValue, dimensions, unit };
}

/** Without a CloudWatch to publish to, a filter would count for nothing. */
async function checkCloudWatch({ host, account, region }: LogsContext): Promise<void> {
  try {
    await host.call("cloudwatch", "ListMetrics", {}, { account, region, principal: rootPrincipal(account) });
  } catch (error) {
    if (isNamed(error, "InternalFailure")) throw notSupported("metric filters: this server has no CloudWatch metrics");
    throw error;
  }
}
