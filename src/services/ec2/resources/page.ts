import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidParameterCombination, invalidParameterValue, invalidToken } from "../errors.ts";
import { limits } from "../limits.ts";

interface PageInput {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** The items after those of the token, which come in the order of their keys; all of them without MaxResults. Throws for values that EC2 refuses. */
export function toPage<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  { MaxResults, NextToken }: PageInput,
): { readonly items: readonly T[]; readonly NextToken: string | undefined } {
  const after = fromPageToken(NextToken || undefined, invalidToken);
  const rest = after === undefined ? items : items.filter((item) => keyOf(item) > after);
  const page = MaxResults === undefined ? rest : rest.slice(0, MaxResults);
  const last = page.at(-1);
  return {
    items: page,
    NextToken: last !== undefined && page.length < rest.length ? toPageToken(keyOf(last)) : undefined,
  };
}

/** Ids and a size exclude one another. */
export function checkPage({ MaxResults }: PageInput, ids: readonly string[] | undefined, idsName: string): void {
  if (MaxResults === undefined) return;
  if (ids !== undefined && ids.length > 0)
    throw invalidParameterCombination(`The parameter ${idsName} cannot be used with the parameter maxResults`);
  if (MaxResults < limits.smallestPage)
    throw invalidParameterValue(
      `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value greater than or equal to ${limits.smallestPage}.`,
    );
  if (MaxResults > limits.largestPage)
    throw invalidParameterValue(
      `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value less than or equal to ${limits.largestPage}.`,
    );
}
