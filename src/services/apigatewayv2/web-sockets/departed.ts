import type { Firing } from "../../../storage/database.ts";
import type { EffectContext, ServiceHost } from "../../service.ts";
import type { ApiGatewayV2State } from "../state.ts";
import { runQuestion } from "./connection-question.ts";
import { connectionStore, runOf } from "./connection-store.ts";

const clientsAtOnce = 20;
const lookAgainMs = 30_000;

/**
 * Looks whether a server with clients is still there. If it has died, the end of each of its clients is made known in its place; one whose row was not removed any
 * more is made known twice.
 */
export async function watchRun(firing: Firing, { state, host }: EffectContext<ApiGatewayV2State>): Promise<void> {
  const { storage, clock } = host;
  const partition = storage.partition(firing.from);
  if (await isThere(host, state, runOf(firing.from))) {
    await partition.write((tx) => firing.settle(tx, { dueMs: clock.nowMs() + lookAgainMs }));
    return;
  }
  const door = await state.webSockets.door();
  for (;;) {
    firing.signal.throwIfAborted();
    const left = await partition.read((tx) => connectionStore.list(tx, clientsAtOnce));
    if (left.length === 0) break;
    await Promise.all(left.map((facts) => door.departed(facts)));
    await partition.write(async (tx) => {
      for (const { connectionId } of left) await connectionStore.remove(tx, connectionId);
    });
  }
  await partition.write((tx) => firing.settle(tx));
  await partition.drop();
}

/** Of another server that does not answer nobody knows; the cluster will say that it has gone. */
async function isThere(
  { nodes, peers }: ServiceHost,
  state: ApiGatewayV2State,
  { node, run }: { readonly node: string; readonly run: string },
): Promise<boolean> {
  if (node === nodes.self) return run === state.webSockets.run;
  if (!nodes.live().some(({ id }) => id === node)) return false;
  try {
    return (await peers.ask(node, runQuestion, null)) === run;
  } catch {
    return true;
  }
}
