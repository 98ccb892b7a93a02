import type { Clock } from "../../platform/clock.ts";
import type { Database, PartitionKey, ReadTransaction, WriteTransaction } from "../../storage/database.ts";
import type { OperationContext } from "../service.ts";
import { entityStore } from "./entity-store.ts";
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

/** Changes an account; what was read of it for decisions is forgotten before the caller has its answer. */
export async function changeAccount<T>(
  context: OperationContext,
  change: (tx: WriteTransaction) => Promise<T>,
): Promise<T> {
  const { host, account } = context;
  const nowMs = host.clock.nowMs();
  const result = await host.storage.partition(accountKey(account)).write(async (tx) => {
    await seedOnce(tx, account, nowMs);
    return change(tx);
  });
  host.access.forget(account);
  return result;
}

/** `readAccount` of the call's own account. */
export function viewAccount<T>(context: OperationContext, read: (tx: ReadTransaction) => Promise<T>): Promise<T> {
  return readAccount(context.host, context.account, read);
}

/** IAM is global: its partitions have no region. */
function accountKey(account: string): PartitionKey {
  return { account, region: "", kind: "iam.account", name: "" };
}

async function seedOnce(tx: WriteTransaction, account: string, nowMs: number): Promise<void> {
  if (await entityStore.find(tx, "account", account)) return;
  await seedAccount(tx, account, nowMs);
  await entityStore.put(tx, "account", { name: account, alias: undefined });
}
