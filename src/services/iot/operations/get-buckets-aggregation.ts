import { matchingValues } from "../fleet-index/matching-values.ts";
import type { IotOperation } from "../operation.ts";

const buckets = 10;

/** How many things have which value, the most frequent first. */
export const getBucketsAggregation: IotOperation<"GetBucketsAggregation"> = async (input, context) => {
  const values = (await matchingValues(input, context)).filter((value) => value !== undefined);
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const sorted = [...counts].sort(([one, ones], [other, others]) => others - ones || (one < other ? -1 : 1));
  const most = input.bucketsAggregationType?.termsAggregation?.maxBuckets ?? buckets;
  return {
    totalCount: values.length,
    buckets: sorted.slice(0, most).map(([keyValue, count]) => ({ keyValue, count })),
  };
};
