import { invalidAggregation, notSupported } from "../errors.ts";
import type { IotContext } from "../operation.ts";
import { things } from "../things/thing.ts";
import { connectedIfIndexed } from "./connected-if-indexed.ts";
import { compileFleetQuery } from "./fleet-query.ts";
import { requireIndexing } from "./indexing-settings.ts";
import { thingDocument } from "./thing-document.ts";

export interface Aggregated {
  readonly indexName?: string | undefined;
  readonly queryString?: string | undefined;
  readonly aggregationField?: string | undefined;
}

const rowsAtOnce = 500;
/** Ours: an aggregation looks at so many things and no more. */
const mostThings = 100_000;

/** The values that the things that a query finds have in a field; of a thing without it undefined. Throws for an index of groups, which AWS does not aggregate. */
export async function matchingValues(
  { indexName = "AWS_Things", queryString = "", aggregationField = "registry.version" }: Aggregated,
  context: IotContext,
): Promise<readonly (string | undefined)[]> {
  if (indexName !== "AWS_Things") throw invalidAggregation(`The index ${indexName} has no aggregations.`);
  if (/^(?:shadow|deviceDefender)\./.test(aggregationField)) throw notSupported(`the field ${aggregationField}`);
  const takes = compileFleetQuery(queryString);
  const connected = await connectedIfIndexed(context);
  const values: (string | undefined)[] = [];
  for (let after = "", looked = 0; looked < mostThings; ) {
    const rows = await context.state.registry.read(context, async (tx) => {
      await requireIndexing(tx, indexName);
      return things.list(tx, { after, limit: rowsAtOnce });
    });
    for (const { name, record } of rows) {
      const document = thingDocument(name, record, connected);
      if (!takes(document)) continue;
      values.push(aggregationField === "registry.version" ? String(record.version) : document.get(aggregationField));
    }
    if (rows.length < rowsAtOnce) break;
    looked += rows.length;
    after = rows.at(-1)?.position ?? "";
  }
  return values;
}

/** Numbers and truths (1 and 0): the others count for nothing. */
export function numbersOf(values: readonly (string | undefined)[]): number[] {
  return values.flatMap((value) => {
    if (value === "true" || value === "false") return [Number(value === "true")];
    const number = value === undefined || value.trim() === "" ? Number.NaN : Number(value);
    return Number.isFinite(number) ? [number] : [];
  });
}
