import type { EffectContext, EffectReceiver, ServiceTimer } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import { wakeStream } from "../changes/wake-stream.ts";
import { itemStore } from "../items/item-store.ts";
import { storeRow } from "../items/store-item.ts";
import type { DynamoDbState } from "../state.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { type DividedParts, type Division, itemsKey, type Table, type TablePart } from "../tables/table.ts";
import { resolveLock } from "../transactions/finish.ts";
import { toSetExpiries } from "../ttl/expire.ts";
import { considerDivision, type DivideRequest, divideTimer } from "./begin-division.ts";
import { type Batch, type BatchRow, type ConfirmedBatch, handOut, thaw } from "./hand-out.ts";
import { layoutOf } from "./layout.ts";
import { partitionStore } from "./partition-store.ts";

type Context = EffectContext<DynamoDbState>;

/** Writers wait no longer than so for transactions of others: then it is frozen another time. */
const frozenMostMs = 250;
const pauseMs = { locked: 2, thawed: 500 };
/** After a failure, which may be of storage that is away for a moment. It is less than writers wait (`moved.ts`). */
const againMs = 3_000;

/** In the partition that is to be divided. */
export const beginDivide: EffectReceiver<DynamoDbState> = async ({ payload }, _from, { host: { storage, clock } }) => {
  const { account, region, tableId, number } = JSON.parse(payload) as DivideRequest;
  await storage
    .partition(itemsKey({ account, region, id: tableId }, number))
    .write((tx) => tx.setTimer({ kind: divideTimer, key: "", dueMs: clock.nowMs(), payload }));
  return delivered;
};

/**
 * Divides a partition: its items are copied into two new ones while it is read and written, and what is written is copied again. Then
 *
 * 1. it is frozen, for as long as the last few rows take, and closed;
 * 2. the table's layout names the children: when that is acknowledged, no request that comes later reads the closed one;
 * 3. so the children are opened to writers, who have waited for that: a request that still reads the closed one began before any of their writes.
 *
 * Each step can be done again, by this server after its crash or by another one: rows go in numbered batches, of which none is taken after a later one, and each other
 * write looks first what has been done.
 */
export const divide: ServiceTimer<DynamoDbState> = {
  fire: async (firing, context) => {
    const { host } = context;
    const request = JSON.parse(firing.payload) as DivideRequest;
    const partition = host.storage.partition(firing.from);
    try {
      const found = await findDivision(context, request);
      if (found && !found.division.isSwitched) await copyAll(context, request, firing.signal);
      const copied = await findDivision(context, request);
      if (copied) await switchOver(context, request, copied);
    } catch (error) {
      if (firing.signal.aborted) {
        await partition.write(thaw);
        throw error;
      }
      // Until it is tried again writers go on. It is never given up: nobody could write to a closed partition then, nor would the table be divided again.
      await partition.write(async (tx) => {
        await thaw(tx);
        await firing.settle(tx, { dueMs: host.clock.nowMs() + againMs });
      });
      host.log.warn("a table's partition could not be divided, which is tried again", {
        table: request.table,
        partition: request.number,
        error: String(error),
      });
      return;
    }
    await partition.write(async (tx) => {
      await firing.settle(tx);
      // What it has is in the children: its items go, and what was told of them stays.
      if ((await partitionStore.stage(tx)) === "closed")
        await tx.setTimer({ kind: "dynamodb.clear", key: "", dueMs: host.clock.nowMs(), payload: "" });
    });
    await considerDivision(context, request);
  },
};

interface Found {
  readonly table: KnownTable;
  readonly division: Division;
}

/** Undefined when it is done, or the table has gone. */
async function findDivision({ state }: Context, request: DivideRequest): Promise<Found | undefined> {
  const { account, region, table: name, tableId, number } = request;
  const table = await state.tables.find({ account, region, name });
  if (table?.id !== tableId || table.status === "DELETING" || table.division?.number !== number) return undefined;
  return { table, division: table.division };
}

/** Until the partition is closed, or is found to be one that cannot be divided. */
async function copyAll(context: Context, request: DivideRequest, signal: AbortSignal): Promise<void> {
  const { storage, clock } = context.host;
  let confirmed: ConfirmedBatch | undefined;
  let copied: Division | undefined;
  for (;;) {
    if (signal.aborted) throw new Error("the server is about to stop");
    const found = await findDivision(context, request);
    if (!found) return copied && dropOfGone(context, request, copied);
    const { table, division } = found;
    copied = division;
    const partition = storage.partition(itemsKey(table, division.number));
    const next = await partition.write((tx) => handOut(tx, table, division, { confirmed, nowMs: clock.machineMs() }));
    confirmed = undefined;
    if ("end" in next) return;
    if ("locks" in next) {
      await Promise.all(next.locks.map((lock) => resolveLock(context.host, table, division.number, lock)));
      const isLong = clock.machineMs() - next.sinceMs > frozenMostMs;
      if (isLong) await partition.write(thaw);
      await pause(context, isLong ? pauseMs.thawed : pauseMs.locked);
      continue;
    }
    await putRows(context, table, division, next);
    confirmed = next;
  }
}

function pause({ host: { clock } }: Context, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    clock.afterMachine(milliseconds, resolve);
  });
}

async function putRows(context: Context, table: KnownTable, { children }: Division, batch: Batch): Promise<void> {
  const { boundary } = batch;
  const isSecond = ({ key }: BatchRow) => boundary !== undefined && Buffer.compare(key, boundary) >= 0;
  await Promise.all([
    fill(context, table, children[0], { ...batch, rows: batch.rows.filter((row) => !isSecond(row)) }),
    fill(context, table, children[1], { ...batch, rows: batch.rows.filter(isSecond) }),
  ]);
}

/** A child takes a batch once, none after a later one, and none when it is open to all. */
async function fill(
  { host: { storage, clock } }: Context,
  table: KnownTable,
  child: number,
  { number, rows }: Pick<Batch, "number" | "rows">,
): Promise<void> {
  await storage.partition(itemsKey(table, child)).write(async (tx) => {
    const filling = await partitionStore.filling(tx);
    if (filling && (filling.isOpen || filling.batch >= number)) return;
    if (!filling) await partitionStore.setStage(tx, "filling");
    await partitionStore.setFilling(tx, { batch: number, isOpen: false });
    for (const { key, stored } of rows) {
      const old = await itemStore.get(tx, key);
      await storeRow(tx, table, key, { old, new: stored }, clock.nowMs());
    }
  });
}

async function switchOver(context: Context, request: DivideRequest, { table, division }: Found): Promise<void> {
  const { host, state } = context;
  const progress = await host.storage
    .partition(itemsKey(table, division.number))
    .read((tx) => partitionStore.progress(tx));
  const name = { account: request.account, region: request.region, name: request.table };
  const isSame = (now: Table) => now.id === table.id && now.division?.number === division.number;
  if (progress?.stage !== "closed" && progress?.stage !== "whole")
    throw new Error(`a partition of the table ${table.name} is not divided yet`);
  if (progress.stage === "closed") {
    const boundary = progress.boundary ?? "";
    const effectId = host.random.uuid();
    // Also where it has been written before: all nodes have to acknowledge it.
    await state.tables.change(name, async (now, tx) => {
      if (!isSame(now)) return { gives: undefined };
      if (now.division?.isSwitched) return { to: now, gives: undefined };
      const to = switched(now, division, boundary, host.clock.nowMs());
      if (to.timeToLive) await tx.emit(toSetExpiries(to, effectId));
      return { to, gives: undefined };
    });
    for (const child of division.children) await open(context, table, child);
  } else await dropChildren(context, request, division);
  await state.tables.change(name, async (now) => {
    const { division: _done, ...to } = now;
    return { to: isSame(now) ? to : undefined, gives: undefined };
  });
  if (progress.stage === "closed") wakeStream(host, table, division.number);
}

/** The table with the children in the place of the one that is divided. */
function switched(table: Table, division: Division, boundary: string, nowMs: number): Table {
  const divided = table.divided as DividedParts;
  const { parts } = layoutOf(table);
  const at = divided.parts.findIndex(({ number }) => number === division.number);
  const part = divided.parts[at] as TablePart;
  const made = { parent: part.number, createdMs: nowMs };
  const children: TablePart[] = [
    { number: division.children[0], from: part.from, ...made },
    { number: division.children[1], from: boundary, ...made },
  ];
  const former = { ...part, to: parts[at]!.to.toString("base64"), closedMs: nowMs };
  return {
    ...table,
    divided: { ...divided, parts: divided.parts.toSpliced(at, 1, ...children), former: [...divided.former, former] },
    division: { ...division, isSwitched: true },
  };
}

async function open({ host: { storage } }: Context, table: KnownTable, child: number): Promise<void> {
  await storage.partition(itemsKey(table, child)).write(async (tx) => {
    const filling = await partitionStore.filling(tx);
    if (filling?.isOpen) return;
    await partitionStore.setStage(tx, undefined);
    await partitionStore.setFilling(tx, { batch: filling?.batch ?? 0, isOpen: true });
  });
}

/** Unless the division is over because another server has brought it to its end. */
async function dropOfGone(context: Context, request: DivideRequest, division: Division): Promise<void> {
  const { account, region, table: name, tableId } = request;
  const table = await context.state.tables.find({ account, region, name });
  if (table?.id !== tableId) await dropChildren(context, request, division);
}

/** Nobody needs what was copied. */
async function dropChildren(
  { host: { storage } }: Context,
  { account, region, tableId }: DivideRequest,
  { children }: Division,
): Promise<void> {
  for (const child of children) await storage.partition(itemsKey({ account, region, id: tableId }, child)).drop();
}
