import { isConnectionId } from "../web-sockets/connection-id.ts";
import { askConnection, type ConnectionAnswer, type ConnectionQuestion } from "../web-sockets/connection-question.ts";
import { addressOf } from "./address.ts";
import { clientDoesNotRead, gone, invalidConnectionId } from "./errors.ts";
import type { ManagementContext } from "./operation.ts";

/** Asks something of a client, at whichever server it is connected to. Throws AWS's errors. */
export async function askClient(
  { host, request, account }: ManagementContext,
  connectionId: string,
  question: Pick<ConnectionQuestion, "action" | "data">,
): Promise<Exclude<ConnectionAnswer, { is: "gone" | "full" }>> {
  if (!isConnectionId(connectionId)) throw invalidConnectionId(connectionId);
  const answer = await askConnection(host, {
    ...question,
    connectionId,
    ...(addressOf(request.endpoint) ?? { account }),
  });
  if (answer.is === "gone") throw gone();
  if (answer.is === "full") throw clientDoesNotRead();
  return answer;
}
