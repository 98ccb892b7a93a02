import type { ReadTransaction } from "../../../storage/database.ts";
import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalid } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayV2Context } from "../operation.ts";
import { readApi } from "./change-api.ts";
import { idOfPart, type PartKind, type Parts, toPart } from "./part.ts";
import { partStore } from "./part-store.ts";

interface PageInput {
  readonly MaxResults?: string | undefined;
  readonly NextToken?: string | undefined;
}

/** A page of what is listed in the order of `idOf`. `MaxResults` is a text on this wire. */
export async function toPage<T>(
  { MaxResults, NextToken }: PageInput,
  idOfItem: (item: T) => string,
  read: (after: string, most: number) => Promise<T[]>,
): Promise<{ Items: T[]; NextToken?: string }> {
  if (MaxResults !== undefined && !/^\d{1,9}$/.test(MaxResults)) throw invalid("Invalid value for maxResults");
  const most = Math.min(Number(MaxResults ?? limits.pageSize) || limits.pageSize, limits.pageSize);
  const after = fromPageToken(NextToken, () => invalid("Invalid NextToken specified")) ?? "";
  const items = await read(after, most + 1);
  const page = items.slice(0, most);
  const last = page.at(-1);
  return { Items: page, ...(items.length > most && last && { NextToken: toPageToken(idOfItem(last)) }) };
}

/** A page of an API's parts of one kind. */
export async function listParts<K extends PartKind>(
  context: ApiGatewayV2Context,
  kind: K,
  input: PageInput & { readonly ApiId: string | undefined },
) {
  const { ApiId: apiId = "" } = input;
  const { Items, NextToken } = await readApi(context, apiId, (tx: ReadTransaction) =>
    toPage<Parts[K]>(
      input,
      (part) => idOfPart(kind, part),
      (after, most) => partStore.list(tx, apiId, kind, after, most),
    ),
  );
  return { Items: Items.map(toPart), NextToken };
}
