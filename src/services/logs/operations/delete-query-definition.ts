import { queryDefinitionNotFound } from "../errors.ts";
import type { LogsOperation } from "../operation.ts";
import { queryDefinitionStore, queryDefinitionsKey } from "../query-definitions/query-definition-store.ts";

export const deleteQueryDefinition: LogsOperation<"DeleteQueryDefinition"> = async ({ queryDefinitionId }, context) => {
  await context.host.storage.partition(queryDefinitionsKey(context)).write(async (tx) => {
    if (!(await queryDefinitionStore.find(tx, queryDefinitionId))) throw queryDefinitionNotFound();
    await queryDefinitionStore.remove(tx, queryDefinitionId);
  });
  return { success: true };
};
