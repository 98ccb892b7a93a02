import type { Database, Effect, PartitionKey } from "../storage/database.ts";
import type { OperationTable } from "./operation-table.ts";

/** Starts the outbox: each effect goes to the receiver its topic names (`service.effect`). */
export async function startEffects(storage: Database, table: OperationTable): Promise<void> {
  const receivers = new Map<string, (effect: Effect, from: PartitionKey) => Promise<void>>();
  for (const [name, { definition, state }] of table.services) {
    for (const [effectName, receive] of Object.entries(definition.effects ?? {})) {
      receivers.set(`${name}.${effectName}`, (effect, from) => receive(effect, from, { state, host: table.host }));
    }
  }
  await storage.outbox.start(async (effect, from) => {
    const receive = receivers.get(effect.topic);
    if (!receive) throw new Error(`no service receives ${effect.topic}`);
    await receive(effect, from);
  });
}
