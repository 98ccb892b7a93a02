import type { Clock } from "../../../platform/clock.ts";
import type { Database, PartitionKey, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import type { OperationContext } from "../../service.ts";
import { entityStore } from "../entities/entity-store.ts";
import { seedAccount } from "./lab-role.ts";

/** Reads of one account's entities; the account is made, with what every account has, when it is first used. */
export async function readAccount<T>(
  stores: { storage: Database; clock: Clock },
  account: string,
  read: (tx: ReadTransaction) => Promise<T>,
): Promise<T> {
  const partition = stores.storage.partition(accountKey(account));
  const isSeeded = await partition.read((tx) => entityStore.find(tx, "account", account));
  if (!isSeeded) await partition.write((tx) => seedOnce(tx, account, stores.clock.nowMs()));
  return partition.read(read);
}

/** Changes the call's own account; what every node had read of it for decisions is forgotten before the caller has its answer. */
export function changeAccount<T>(
  { host, account }: OperationContext,
  change: (tx: WriteTransaction) => Promise<T>,
): Promise<T> {
  return changeAccountOf(host, account, change);
}

/** The same where there is no call. */
export function changeAccountOf<T>(
  { storage, clock }: { storage: Database; clock: Clock },
  account: string,
  change: (tx: WriteTransaction) => Promise<T>,
): Promise<T> {
  const nowMs = clock.nowMs();
  return storage.partition(accountKey(account)).write(async (tx) => {
    await seedOnce(tx, account, nowMs);
    return change(tx);
  });
}

/** `readAccount` of the call's own account. */
export function viewAccount<T>(context: OperationContext, read: (tx: ReadTransaction) => Promise<T>): Promise<T> {
  return readAccount(context.host, context.account, read);
}

/** A look at an account that may not exist: nothing is made of it, so that a stranger's guess at a name leaves no trace. */
export function glanceAtAccount<T>(
  storage: Database,
  account: string,
  read: (tx: ReadTransaction) => Promise<T>,
): Promise<T> {
  return storage.partition(accountKey(account)).read(read);
}

/** IAM is global: its partitions have no region. */
export function accountKey(account: string): PartitionKey {
  return { account, region: "", kind: accountKind, name: "" };
}

export const accountKind = "iam.account";

async function seedOnce(tx: WriteTransaction, account: string, nowMs: number): Promise<void> {
  if (await entityStore.find(tx, "account", account)) return;
  await seedAccount(tx, account, nowMs);
  await entityStore.put(tx, "account", { name: account, alias: undefined });
}
