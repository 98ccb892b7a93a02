import { limits } from "../../limits.ts";
import { askClient } from "../ask-client.ts";
import { payloadTooLarge } from "../errors.ts";
import type { ManagementOperation } from "../operation.ts";

/** Sends a client a message, as text. */
export const postToConnection: ManagementOperation<"PostToConnection"> = async (
  { ConnectionId = "", Data = new Uint8Array() },
  context,
) => {
  const bytes = Buffer.from(Data as Uint8Array);
  if (bytes.length > limits.messageBytes) throw payloadTooLarge();
  await askClient(context, ConnectionId, { action: "post", data: bytes.toString("base64") });
  return {};
};
