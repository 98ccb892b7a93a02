import { metricFilterNotFound } from "../errors.ts";
import { removeFilter } from "../filters/change-filters.ts";
import type { LogsOperation } from "../operation.ts";

export const deleteMetricFilter: LogsOperation<"DeleteMetricFilter"> = async (
  { logGroupName, filterName },
  context,
) => {
  await removeFilter(context, { kind: "metric", group: logGroupName, name: filterName }, metricFilterNotFound);
  return {};
};
