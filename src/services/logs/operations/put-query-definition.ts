import { limitExceeded, notSupported, queryDefinitionNotFound } from "../errors.ts";
import { limits } from "../limits.ts";
import type { LogsOperation } from "../operation.ts";
import { queryDefinitionStore, queryDefinitionsKey } from "../query-definitions/query-definition-store.ts";

/** Keeps a query, or changes one that is kept. Its text is checked when it is run, as on AWS. */
export const putQueryDefinition: LogsOperation<"PutQueryDefinition"> = async (input, context) => {
  const { host } = context;
  if (input.queryLanguage !== undefined && input.queryLanguage !== "CWLI") {
    throw notSupported(`the query language ${input.queryLanguage}`);
  }
  if (input.parameters?.length) throw notSupported("query parameters");
  const id = input.queryDefinitionId ?? host.random.uuid();
  const clientToken = input.queryDefinitionId === undefined ? (input.clientToken ?? "") : "";
  const modifiedMs = host.clock.nowMs();
  return host.storage.partition(queryDefinitionsKey(context)).write(async (tx) => {
    const earlier = clientToken === "" ? undefined : await queryDefinitionStore.findByToken(tx, clientToken);
    if (earlier) return { queryDefinitionId: earlier.id };
    const known = await queryDefinitionStore.find(tx, id);
    if (!known && input.queryDefinitionId !== undefined) throw queryDefinitionNotFound();
    if (!known && (await queryDefinitionStore.count(tx)) >= limits.queryDefinitions) throw limitExceeded();
    const { name, queryString, logGroupNames: groups = [] } = input;
    await queryDefinitionStore.put(tx, { id, name, queryString, groups, modifiedMs, clientToken });
    return { queryDefinitionId: id };
  });
};
