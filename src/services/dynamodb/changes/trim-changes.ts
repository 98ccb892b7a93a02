import { eachPartition } from "../../../storage/each-partition.ts";
import type { EffectContext } from "../../service.ts";
import { repeated } from "../../timers/repeated.ts";
import { partsOf } from "../partitions/layout.ts";
import type { DynamoDbState } from "../state.ts";
import { itemsKey, type Table, tablesKey } from "../tables/table.ts";
import { tableStore } from "../tables/table-store.ts";
import { changeStore } from "./change-store.ts";

/** A change that can no longer be read from a stream is forgotten, within the hour, once the indexes have followed it. */
export const trimChanges = repeated<DynamoDbState>({
  everyMs: 60 * 60 * 1000,
  failure: "old changes of tables could not be forgotten",
  run: async (signal, context) => {
    const { storage } = context.host;
    for await (const at of eachPartition(storage, tablesKey({ account: "", region: "" }).kind)) {
      let after = "";
      for (;;) {
        if (signal.aborted) return;
        const tables = await storage.partition(at).read(async (tx) => {
          const names = await tableStore.names(tx, { after, limit: tablesAtOnce });
          after = names.at(-1) ?? "";
          return Promise.all(names.map((name) => tableStore.find(tx, at, name)));
        });
        for (const table of tables) if (table && !signal.aborted) await trimTable(table, context);
        if (tables.length < tablesAtOnce) break;
      }
    }
  },
});

async function trimTable(table: Table, context: EffectContext<DynamoDbState>): Promise<void> {
  const { storage, clock } = context.host;
  const keptMs = Math.max(retentionMs, (table.recovery?.days ?? 0) * retentionMs);
  const oldestMs = clock.nowMs() - keptMs;
  if (table.stream || table.recovery) await trimPartitions(table, oldestMs, context);
  const gone = (table.divided?.former ?? []).filter(
    ({ number, closedMs }) => closedMs < oldestMs && table.division?.number !== number,
  );
  if (gone.length === 0) return;
  await context.state.tables.change(table, async (now) => {
    if (now.id !== table.id || !now.divided) return { gives: undefined };
    const former = now.divided.former.filter(({ number }) => !gone.some((one) => one.number === number));
    return { to: { ...now, divided: { ...now.divided, former } }, gives: undefined };
  });
  // Nobody finds them any more. Those that a server which dies now leaves are empty.
  for (const { number } of gone) await storage.partition(itemsKey(table, number)).drop();
}

async function trimPartitions(
  table: Table,
  oldestMs: number,
  { host: { storage } }: EffectContext<DynamoDbState>,
): Promise<void> {
  for (const { number } of [...partsOf(table), ...(table.divided?.former ?? [])]) {
    const partition = storage.partition(itemsKey(table, number));
    for (;;) {
      const upTo = await partition.read(async (tx) => {
        const followed = table.globalIndexes.length > 0 ? await changeStore.followed(tx) : Number.POSITIVE_INFINITY;
        const old = (await changeStore.times(tx, changesAtOnce)).filter(
          ({ atMs, sequence }) => atMs < oldestMs && sequence <= followed,
        );
        return old.at(-1)?.sequence;
      });
      if (upTo === undefined) break;
      await partition.write((tx) => changeStore.removeUpTo(tx, upTo));
    }
  }
}

const tablesAtOnce = 100;
const changesAtOnce = 1_000;
/** How long a stream's records can be read: a day. */
const retentionMs = 24 * 60 * 60 * 1000;
