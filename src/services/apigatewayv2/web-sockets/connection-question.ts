import type { ServiceHost } from "../../service.ts";
import { isConnectionId, nodesOf } from "./connection-id.ts";

/** What is asked of a client, at the server that it is connected to. JSON. */
export interface ConnectionQuestion {
  readonly action: "post" | "get" | "delete";
  readonly connectionId: string;
  /** Whose it must be; undefined where the address of the call does not say it. */
  readonly apiId?: string;
  readonly stage?: string;
  /** Whose it must be where the address says nothing: the caller's own, or an id that was seen in a log would open a stranger's connection. */
  readonly account?: string;
  /** In base 64. */
  readonly data?: string;
}

export type ConnectionAnswer =
  | { readonly is: "done" }
  /** It does not read what it is sent. */
  | { readonly is: "full" }
  | { readonly is: "gone" }
  | {
      readonly is: "found";
      readonly connectedMs: number;
      readonly lastActiveMs: number;
      readonly identity: Readonly<Record<string, string>>;
    };

/** The kind of question among servers. */
export const connectionQuestion = "apigatewayv2.connection";

/** Which run of a server it is that answers. */
export const runQuestion = "apigatewayv2.run";

/** Asks the server that the connection's id names, without a network where that is this one. A server that does not answer has no such client any more. */
export async function askConnection(
  { nodes, peers }: Pick<ServiceHost, "nodes" | "peers">,
  question: ConnectionQuestion,
): Promise<ConnectionAnswer> {
  if (!isConnectionId(question.connectionId)) return { is: "gone" };
  for (const node of nodesOf(question.connectionId, nodes.live())) {
    const payload = JSON.parse(JSON.stringify(question));
    const answer = await peers.ask(node, connectionQuestion, payload).catch(() => undefined);
    const { is } = (answer ?? {}) as { readonly is?: string };
    if (is !== undefined && is !== "gone") return answer as unknown as ConnectionAnswer;
  }
  return { is: "gone" };
}
