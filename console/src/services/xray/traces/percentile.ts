import { formatMs } from "../flow/format-ms.ts";

interface Entry {
  readonly Value?: number | undefined;
  readonly Count?: number | undefined;
}

/** The time that a part of all stays below, of a histogram in seconds. */
export function percentile(histogram: readonly Entry[], part: number): string {
  const all = histogram.reduce((sum, { Count = 0 }) => sum + Count, 0);
  let seen = 0;
  for (const { Value = 0, Count = 0 } of histogram) {
    seen += Count;
    if (seen >= all * part && all > 0) return formatMs(Value * 1_000);
  }
  return "-";
}
