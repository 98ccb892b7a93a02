import type { WriteTransaction } from "../../../storage/database.ts";
import type { ServiceTimer } from "../../service.ts";
import { whenCalled } from "../../when-called.ts";
import { limits } from "../limits.ts";
import type { EventsState } from "../state.ts";
import type { Connection } from "./connection.ts";
import { connectionStore } from "./connection-store.ts";

/** Of the timer, whose key is the connection's name. */
export const authorizeTimer = "eventbridge.authorize";

/** Has a connection that is on its way be authorized soon, and no other. */
export async function setAuthorization(
  tx: WriteTransaction,
  { name, state }: Connection,
  nowMs: number,
): Promise<void> {
  if (state !== "AUTHORIZING") return tx.cancelTimer(authorizeTimer, name);
  await tx.setTimer({ kind: authorizeTimer, key: name, dueMs: nowMs + limits.authorizeAfterMs });
}

const authorize = whenCalled(async () => (await import("./call-api-destination.ts")).authorize);

/** Asks OAuth's endpoint for a token: who gives one authorizes the connection. */
export const authorizeConnection: ServiceTimer<EventsState> = {
  fire: async (firing, { host, state }) => {
    const partition = host.storage.partition(firing.from);
    const connection = await partition.read((tx) => connectionStore.find(tx, firing.key));
    if (!connection) return;
    const reason = await authorize(host, state, connection, firing.from).then(
      () => undefined,
      (error: unknown) => `Failed to authorize connection. Error: ${(error as Error).message}`,
    );
    await partition.write(async (tx) => {
      await firing.settle(tx);
      const authorizedMs = reason === undefined ? host.clock.nowMs() : connection.authorizedMs;
      const ended = reason === undefined ? "AUTHORIZED" : "DEAUTHORIZED";
      await connectionStore.put(tx, { ...connection, state: ended, reason, authorizedMs });
    });
  },
};
