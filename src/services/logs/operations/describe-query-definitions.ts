import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidToken } from "../errors.ts";
import { limits } from "../limits.ts";
import type { LogsOperation } from "../operation.ts";
import { queryDefinitionStore, queryDefinitionsKey } from "../query-definitions/query-definition-store.ts";

export const describeQueryDefinitions: LogsOperation<"DescribeQueryDefinitions"> = async (input, context) => {
  if (input.queryLanguage !== undefined && input.queryLanguage !== "CWLI") return { queryDefinitions: [] };
  const after = fromPosition(fromPageToken(input.nextToken, invalidToken));
  const limit = input.maxResults ?? limits.queryDefinitions;
  const bounds = { prefix: input.queryDefinitionNamePrefix, after, limit: limit + 1 };
  const partition = context.host.storage.partition(queryDefinitionsKey(context));
  // One more than the page tells whether there is a next one.
  const found = await partition.read((tx) => queryDefinitionStore.list(tx, bounds));
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    queryDefinitions: page.map(({ id, name, queryString, modifiedMs, groups }) => ({
      queryLanguage: "CWLI",
      queryDefinitionId: id,
      name,
      queryString,
      lastModified: modifiedMs,
      logGroupNames: [...groups],
    })),
    nextToken: last && found.length > limit ? toPageToken(`${last.id} ${last.name}`) : undefined,
  };
};

/** An id has no space. */
function fromPosition(text: string | undefined): { id: string; name: string } | undefined {
  if (text === undefined) return undefined;
  const space = text.indexOf(" ");
  if (space < 0) throw invalidToken();
  return { id: text.slice(0, space), name: text.slice(space + 1) };
}
