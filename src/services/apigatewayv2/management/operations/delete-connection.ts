import { askClient } from "../ask-client.ts";
import type { ManagementOperation } from "../operation.ts";

/** Ends a client's connection. */
export const deleteConnection: ManagementOperation<"DeleteConnection"> = async ({ ConnectionId = "" }, context) => {
  await askClient(context, ConnectionId, { action: "delete" });
  return {};
};
