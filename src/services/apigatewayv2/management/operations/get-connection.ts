import { askClient } from "../ask-client.ts";
import { gone } from "../errors.ts";
import type { ManagementOperation } from "../operation.ts";

export const getConnection: ManagementOperation<"GetConnection"> = async ({ ConnectionId = "" }, context) => {
  const answer = await askClient(context, ConnectionId, { action: "get" });
  if (answer.is !== "found") throw gone();
  const { connectedMs, lastActiveMs, identity } = answer;
  return {
    ConnectedAt: new Date(connectedMs),
    Identity: { SourceIp: identity.sourceIp ?? "", UserAgent: identity.userAgent ?? "" },
    LastActiveAt: new Date(lastActiveMs),
  };
};
