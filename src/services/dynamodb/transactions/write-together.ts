import { isNamed } from "../../../platform/aws-error.ts";
import { admitIndexes } from "../capacity/admit.ts";
import { idempotentParameterMismatch, transactionCanceled, transactionConflictReason } from "../errors.ts";
import { itemStore } from "../items/item-store.ts";
import type { PlannedWrite } from "../items/planned-write.ts";
import type { ItemChange } from "../items/store-item.ts";
import type { DynamoDbContext } from "../operation.ts";
import { afterMove, movedWrite } from "../partitions/moved.ts";
import { isWritable } from "../partitions/partition-store.ts";
import { itemsKey } from "../tables/table.ts";
import type { Reason } from "./cancellation.ts";
import { conditionFailedReason, none, validationReason } from "./cancellation.ts";
import { checkThroughput, reasonOf } from "./check-throughput.ts";
import { type FinishPayload, finishPart, finishTimer, isGivenUp, resolveLock } from "./finish.ts";
import { lockStore } from "./lock-store.ts";
import { type Attempt, newAttempt, type Part, transactionsKey } from "./transaction.ts";
import { transactionStore } from "./transaction-store.ts";

/** A write of a transaction. */
export interface TogetherWrite extends PlannedWrite {
  readonly returnsOld: string | undefined;
}

/** Source: "TransactWriteItems", *ClientRequestToken*. */
const tokenMs = 10 * 60_000;
/** Who has decided does it at once; if not, somebody does after this. */
const finishAfterMs = 2_000;

/**
 * Writes to items of several partitions, all or none. Each partition is prepared: conditions are checked, what is to be is written beside the items, and the items are locked.
 * Then one write to the partition of the transaction's token decides. Then each partition does it, and only then the caller is told. A server that dies before the
 * decision leaves locks, which whoever meets them takes away; one that dies after it leaves a timer.
 */
export async function writeTogether(
  context: DynamoDbContext,
  writes: readonly TogetherWrite[],
  { token, digest }: Identity,
): Promise<readonly ItemChange[] | "done before"> {
  const { random, clock } = context.host;
  const id = random.uuid();
  const attempt = newAttempt(context, token ?? id, id, clock.nowMs());
  if (token !== undefined && (await isDone(context, attempt, token, digest))) return "done before";
  checkThroughput(context, "Write", writes);
  const groups = Map.groupBy([...writes.entries()], ([, { table, row }]) => `${table.id}/${row.partition}`);
  const parts = [...groups.values()];
  const prepared = await Promise.all(parts.map((part) => prepare(context, attempt, part)));
  const moved = prepared.findIndex(({ isMoved }) => isMoved);
  if (moved >= 0) {
    // Nothing is done yet: it begins anew where the rows stand by then.
    await Promise.all(parts.map((part, at) => prepared[at]!.isPrepared && settle(context, attempt, part, false)));
    const [, { table, row }] = parts[moved]![0]!;
    const now = await afterMove(context, table, row.partition);
    const again = writes.map((write) => (write.table.id === now.id ? movedWrite(write, now) : write));
    return writeTogether(context, again, { token, digest });
  }
  const refused = prepared.some(({ isPrepared }) => !isPrepared);
  if (refused) {
    countRefusals(context, writes, prepared);
    await Promise.all(parts.map((part, at) => prepared[at]!.isPrepared && settle(context, attempt, part, false)));
    throw transactionCanceled(
      inOrder(
        writes.length,
        prepared.map(({ reasons }) => reasons),
      ),
    );
  }
  try {
    await decide(context, attempt, { token, digest, parts: parts.map(toPart) });
  } catch (error) {
    // Where nobody knows whether it is decided, the locks wait for who does.
    if (isNamed(error, "TransactionCanceledException"))
      await Promise.all(parts.map((part) => settle(context, attempt, part, false)));
    throw error;
  }
  await Promise.all(parts.map((part) => settle(context, attempt, part, true)));
  forget(context, attempt);
  const changes = inOrder(
    writes.length,
    prepared.map((part) => part.changes),
  );
  for (const [at, { table, row, isCheck }] of writes.entries())
    if (!isCheck) context.state.growth.wrote(table, row.partition, changes[at]?.new?.size ?? 0);
  return changes;
}

/** By which a request is known that is sent again. */
interface Identity {
  readonly token: string | undefined;
  readonly digest: string;
}

type Numbered = readonly [at: number, write: TogetherWrite];

interface Prepared {
  readonly isPrepared: boolean;
  /** Its partition takes no writes: it is being divided. */
  readonly isMoved: boolean;
  readonly reasons: ReadonlyMap<number, Reason>;
  readonly changes: ReadonlyMap<number, ItemChange>;
}

async function isDone(context: DynamoDbContext, attempt: Attempt, token: string, digest: string): Promise<boolean> {
  const { storage, clock } = context.host;
  const former = await storage
    .partition(transactionsKey(attempt))
    .read((tx) => transactionStore.digestOf(tx, token, clock.nowMs()));
  if (former !== undefined && former !== digest) throw idempotentParameterMismatch();
  return former !== undefined;
}

async function prepare(context: DynamoDbContext, attempt: Attempt, part: readonly Numbered[]): Promise<Prepared> {
  for (;;) {
    const { locks, ...prepared } = await tryToPrepare(context, attempt, part);
    const [, { table, row }] = part[0]!;
    const resolved = await Promise.all(locks.map((lock) => resolveLock(context.host, table, row.partition, lock)));
    if (!resolved.includes(true)) return prepared;
  }
}

function tryToPrepare(
  { state, host: { storage } }: DynamoDbContext,
  { lock }: Attempt,
  part: readonly Numbered[],
): Promise<Prepared & { readonly locks: readonly string[] }> {
  const [, { table, row }] = part[0]!;
  return storage.partition(itemsKey(table, row.partition)).write(async (tx) => {
    const reasons = new Map<number, Reason>();
    const changes = new Map<number, ItemChange>();
    const locks: string[] = [];
    let isMoved = false;
    for (const [at, write] of part) {
      const found = await itemStore.find(tx, write.row.bytes);
      if (!isWritable(found.stage)) isMoved = true;
      if (found.lock !== undefined) locks.push(found.lock);
      const outcome = found.lock === undefined ? toChange(write, found.old) : transactionConflictReason;
      const refused = "Code" in outcome ? outcome : reasonOf(() => admitIndexes(state, write.table, outcome));
      if (refused !== none) reasons.set(at, refused);
      else if (!("Code" in outcome)) changes.set(at, outcome);
    }
    if (isMoved) return { isPrepared: false, isMoved, reasons: new Map(), changes, locks: [] };
    const isPrepared = reasons.size === 0;
    for (const [at, { row: own, isCheck }] of isPrepared ? part : []) {
      const item = changes.get(at)?.new;
      const action = isCheck ? "check" : item ? "put" : "remove";
      await lockStore.add(tx, lock, { key: own.bytes, action, item: isCheck ? undefined : item });
    }
    return { isPrepared, isMoved, reasons, changes, locks };
  });
}

/** Each write that a transaction could not do is one of its table's. */
function countRefusals(
  { state: { metering } }: DynamoDbContext,
  writes: readonly TogetherWrite[],
  prepared: readonly Prepared[],
): void {
  for (const { reasons } of prepared)
    for (const [at, { Code }] of reasons) {
      const { table } = writes[at]!;
      if (Code === "TransactionConflict") metering.count(table, "TransactionConflict");
      else if (Code === "ConditionalCheckFailed") metering.count(table, "ConditionalCheckFailedRequests");
    }
}

function toChange({ condition, change, returnsOld }: TogetherWrite, old: ItemChange["old"]): ItemChange | Reason {
  if (condition && !condition.matches(old?.item))
    return conditionFailedReason(returnsOld === "ALL_OLD" ? old?.item : undefined);
  try {
    return { old, new: change(old) };
  } catch (error) {
    if (isNamed(error, "ValidationException")) return validationReason(error.message);
    throw error;
  }
}

async function decide(
  { host: { storage, clock } }: DynamoDbContext,
  attempt: Attempt,
  { token, digest, parts }: { token: string | undefined; digest: string; parts: readonly Part[] },
): Promise<void> {
  await storage.partition(transactionsKey(attempt)).write(async (tx) => {
    const nowMs = clock.nowMs();
    const decided = await transactionStore.decision(tx, attempt.id);
    const former = token === undefined ? undefined : await transactionStore.digestOf(tx, token, nowMs);
    // Another request with the token was quicker, or it took so long that somebody has given it up.
    if (decided || former !== undefined || isGivenUp(attempt, nowMs))
      throw transactionCanceled([transactionConflictReason]);
    await transactionStore.decide(tx, attempt.id, true, nowMs + tokenMs);
    if (token !== undefined) await transactionStore.addToken(tx, token, digest, nowMs + tokenMs);
    await transactionStore.removeExpired(tx, nowMs);
    const payload: FinishPayload = { lock: attempt.lock, parts };
    await tx.setTimer({
      kind: finishTimer,
      key: attempt.id,
      dueMs: nowMs + finishAfterMs,
      payload: JSON.stringify(payload),
    });
  });
}

async function settle(
  { host }: DynamoDbContext,
  { lock }: Attempt,
  part: readonly Numbered[],
  isCommitted: boolean,
): Promise<void> {
  const [, { table, row }] = part[0]!;
  await finishPart(host, table, row.partition, { lock, isCommitted });
}

/** It is done everywhere. Nobody waits for that: what is not forgotten now the timer forgets. */
function forget({ host: { storage, log } }: DynamoDbContext, attempt: Attempt): void {
  const forgotten = storage.partition(transactionsKey(attempt)).write(async (tx) => {
    await transactionStore.removeDecision(tx, attempt.id);
    await tx.cancelTimer(finishTimer, attempt.id);
  });
  forgotten.catch((error: unknown) => log.debug("a transaction is forgotten later", { error: String(error) }));
}

function toPart(part: readonly Numbered[]): Part {
  const [, { table, row }] = part[0]!;
  return { table: table.name, tableId: table.id, partition: row.partition };
}

function inOrder<T>(count: number, parts: readonly ReadonlyMap<number, T>[]): T[] {
  const all = new Map(parts.flatMap((part) => [...part]));
  return Array.from({ length: count }, (_, at) => all.get(at) ?? (none as T));
}
