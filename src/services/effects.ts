import { type Database, DeliverLater } from "../storage/database.ts";
import type { OperationTable } from "./operation-table.ts";
import type { EffectKind } from "./service.ts";

/** Starts the outbox: each effect goes to the receiver its topic names (`service.effect`). */
export async function startEffects(storage: Database, table: OperationTable): Promise<void> {
  const kinds = new Map<string, { readonly kind: EffectKind<unknown>; readonly state: unknown }>();
  for (const [name, { definition, state }] of table.services) {
    for (const [effectName, kind] of Object.entries(definition.effects ?? {})) {
      kinds.set(`${name}.${effectName}`, { kind, state });
    }
  }
  const { host } = table;
  await storage.outbox.start(
    async (effect, from) => {
      const known = kinds.get(effect.topic);
      if (!known) throw new Error(`no service receives ${effect.topic}`);
      const verdict = await known.kind.receive(effect, from, { state: known.state, host });
      if (verdict.kind === "later") throw new DeliverLater(verdict.reason, verdict.atMs);
      if (verdict.kind === "never") {
        const { topic, id } = effect;
        host.log.warn("an effect was dropped: it is refused for good", {
          topic,
          id,
          from: from.name,
          error: verdict.reason,
        });
      }
    },
    // Those that need no order have one each.
    (effect) => kinds.get(effect.topic)?.kind.order?.(effect) ?? effect.id,
    (topic) => kinds.get(topic)?.kind.atOnce ?? 1,
  );
}
