import type { Json } from "../cluster/cluster.ts";
import type { ServiceHost } from "./service.ts";

/**
 * What the other nodes answer to a question, without those that are not reached or do not know the kind: for what stands in a node's memory and
 * nowhere else. None on one node, at no cost.
 */
export async function askOthers(
  { nodes, peers }: Pick<ServiceHost, "nodes" | "peers">,
  kind: string,
  payload: unknown,
  timeoutMs?: number,
): Promise<Json[]> {
  const others = nodes.live().filter(({ id }) => id !== nodes.self);
  const answers = await Promise.allSettled(
    others.map(({ id }) => peers.ask(id, kind, payload as Json, timeoutMs === undefined ? undefined : { timeoutMs })),
  );
  return answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
}
