import type { Database, PartitionKey } from "../../../storage/database.ts";
import { entityStore } from "../entities/entity-store.ts";
import { accountAliasExists } from "../errors.ts";
import { glanceAtAccount } from "./account.ts";

/**
 * Which account an alias names. Aliases are unique in the whole installation, so they stand in a partition of their own; an account
 * takes one there before it calls itself so, and a name whose account calls itself otherwise names nobody.
 */
export async function findAccountByAlias(storage: Database, alias: string): Promise<string | undefined> {
  const owner = await storage.partition(aliasesKey).read((tx) => entityStore.find(tx, "accountAlias", alias));
  if (!owner) return undefined;
  const account = await glanceAtAccount(storage, owner.account, (tx) => entityStore.find(tx, "account", owner.account));
  return account?.alias === alias ? owner.account : undefined;
}

/** Throws EntityAlreadyExists if another account has it. */
export async function claimAlias(storage: Database, alias: string, account: string): Promise<void> {
  await storage.partition(aliasesKey).write(async (tx) => {
    const owner = await entityStore.find(tx, "accountAlias", alias);
    if (owner && owner.account !== account) throw accountAliasExists(alias);
    await entityStore.put(tx, "accountAlias", { name: alias, account });
  });
}

/** Others may have it from now on. */
export async function releaseAlias(storage: Database, alias: string, account: string): Promise<void> {
  await storage.partition(aliasesKey).write(async (tx) => {
    const owner = await entityStore.find(tx, "accountAlias", alias);
    if (owner?.account === account) await entityStore.remove(tx, "accountAlias", alias);
  });
}

const aliasesKey: PartitionKey = { account: "", region: "", kind: "iam.aliases", name: "" };
