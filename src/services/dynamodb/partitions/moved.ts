import type { ServiceHost } from "../../service.ts";
import { resourceNotFound } from "../errors.ts";
import type { PlannedWrite } from "../items/planned-write.ts";
import type { RowKey } from "../items/row-key.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { itemsKey } from "../tables/table.ts";
import type { TableDirectory } from "../tables/table-directory.ts";
import { isWritable, partitionStore } from "./partition-store.ts";

interface Context {
  readonly host: ServiceHost;
  readonly state: { readonly tables: TableDirectory; readonly moves: Moves };
}

const lookEveryMs = 2;
/** A division holds a write up for some milliseconds; one whose server has died until another one goes on with it. */
const longestMs = 20_000;

/**
 * Waits until a partition that is being divided takes writes again, or its children do; gives the table as it is by then. All who wait for one partition look
 * together. Throws ResourceNotFoundException where the table has gone meanwhile.
 */
export function afterMove(context: Context, table: KnownTable, number: number): Promise<KnownTable> {
  const { moves } = context.state;
  const name = `${table.id}/${number}`;
  const known = moves.get(name);
  if (known) return known;
  const moving = look(context, table, number).finally(() => moves.delete(name));
  moves.set(name, moving);
  return moving;
}

/** Those who wait for partitions, by the partitions' names. */
export type Moves = Map<string, Promise<KnownTable>>;

async function look({ host, state }: Context, table: KnownTable, number: number): Promise<KnownTable> {
  const endMs = host.clock.monotonicMs() + longestMs;
  do {
    const now = await state.tables.find(table);
    if (now?.id !== table.id) throw resourceNotFound();
    if (!now.layout.parts.some((part) => part.number === number)) return now;
    const stage = await host.storage.partition(itemsKey(now, number)).read((tx) => partitionStore.stage(tx));
    if (isWritable(stage)) return now;
    await new Promise<void>((resolve) => {
      host.clock.afterMachine(lookEveryMs, resolve);
    });
  } while (host.clock.monotonicMs() < endMs);
  throw new Error(`a partition of the table ${table.name} is being divided, and takes no writes`);
}

/** The same write where its row stands by now. */
export function movedWrite<W extends PlannedWrite>(write: W, table: KnownTable): W {
  return { ...write, table, row: movedRow(write.row, table) };
}

export function movedRow({ bytes }: RowKey, { layout }: KnownTable): RowKey {
  return { bytes, partition: layout.partOf(bytes).number };
}
