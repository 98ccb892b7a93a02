import { ownValue } from "../../../platform/own-value.ts";
import { readCosts } from "../costs/cost-row.ts";
import { toFilter } from "../costs/filter.ts";
import { checkPeriod } from "../costs/time-period.ts";
import { containsText, toPage } from "../costs/value-page.ts";
import type { CostExplorerOperation } from "../operation.ts";

/** The keys of tags that costs have in the period or, of one key, its values; an empty one stands for costs without the tag. */
export const getTags: CostExplorerOperation<"GetTags"> = async (input, context) => {
  const { TagKey, SearchString } = input;
  const filter = toFilter(input.Filter);
  const period = checkPeriod(input.TimePeriod, undefined, context.host.clock.nowMs());
  const found = new Set<string>();
  for await (const row of readCosts(context, period, { credits: false })) {
    if (!filter.matches(row)) continue;
    const texts = TagKey === undefined ? Object.keys(row.tags) : [ownValue(row.tags, TagKey) ?? ""];
    for (const text of texts) if (containsText(text, SearchString)) found.add(text);
  }
  const { page, NextPageToken } = toPage([...found].sort(), input);
  return { Tags: [...page], ReturnSize: page.length, TotalSize: found.size, NextPageToken };
};
