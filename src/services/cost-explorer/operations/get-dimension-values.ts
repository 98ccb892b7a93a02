import { checkDimension, readCosts } from "../costs/cost-row.ts";
import { toFilter } from "../costs/filter.ts";
import { checkPeriod } from "../costs/time-period.ts";
import { containsText, toPage } from "../costs/value-page.ts";
import { notSupported } from "../errors.ts";
import type { CostExplorerOperation } from "../operation.ts";

/** The values that a dimension has in the period. */
export const getDimensionValues: CostExplorerOperation<"GetDimensionValues"> = async (input, context) => {
  if (input.Context !== undefined && input.Context !== "COST_AND_USAGE")
    throw notSupported(`the context ${input.Context}`);
  const dimension = checkDimension(input.Dimension);
  const filter = toFilter(input.Filter);
  const period = checkPeriod(input.TimePeriod, undefined, context.host.clock.nowMs());
  const values = new Set<string>();
  for await (const row of readCosts(context, period, { credits: true })) {
    const value = row.dimensions[dimension];
    if (filter.matches(row) && containsText(value, input.SearchString)) values.add(value);
  }
  const { page, NextPageToken } = toPage([...values].sort(), input);
  const DimensionValues = page.map((Value) => ({ Value, Attributes: {} }));
  return { DimensionValues, ReturnSize: page.length, TotalSize: values.size, NextPageToken };
};
