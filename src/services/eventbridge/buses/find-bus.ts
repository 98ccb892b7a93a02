import { fail } from "../../../platform/aws-error.ts";
import { fromPageToken, toPageToken } from "../../page-token.ts";
import { busNotFound, invalidParameter } from "../errors.ts";
import { limits } from "../limits.ts";
import type { EventsContext } from "../operation.ts";
import { parseBusName } from "./event-bus.ts";
import type { KnownBus } from "./known-bus.ts";

/** Throws ResourceNotFoundException. */
export async function findBus(context: EventsContext, text: string | undefined): Promise<KnownBus> {
  const name = parseBusName(text, context);
  return (await context.state.buses.find(name)) ?? fail(busNotFound(name.bus));
}

/** Where a page of a list begins, and how long it is. */
export function toPage(
  input: { readonly NextToken?: string | undefined; readonly Limit?: number | undefined },
  prefix = "",
) {
  const after = fromPageToken(input.NextToken, () => invalidParameter("NextToken")) ?? "";
  return { prefix, after, limit: (input.Limit ?? limits.pageSize) + 1 };
}

/** Of what was read for a page, the page and the token of the next. */
export function cutPage<T>(
  found: readonly T[],
  { limit }: { readonly limit: number },
  positionOf: (item: T) => string,
): { readonly items: readonly T[]; readonly NextToken: string | undefined } {
  const items = found.slice(0, limit - 1);
  const last = items.at(-1);
  return { items, NextToken: found.length >= limit && last !== undefined ? toPageToken(positionOf(last)) : undefined };
}
