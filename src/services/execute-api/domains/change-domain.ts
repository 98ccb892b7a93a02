import type { WriteTransaction } from "../../../storage/database.ts";
import type { OperationContext } from "../../service.ts";
import { type DomainRecord, domainPlaceKey, domainPlaceStore, domainStore, domainsKey } from "./domain.ts";

type Context = Pick<OperationContext<unknown>, "host" | "account" | "region">;

/** Makes a domain name. Whose it is stands elsewhere first. False if it is somebody's already. */
export async function createDomain(context: Context, domain: DomainRecord): Promise<boolean> {
  const { account, region } = context;
  const { storage } = context.host;
  const isFree = await storage.partition(domainPlaceKey(domain.domainName)).write(async (tx) => {
    const owner = await domainPlaceStore.find(tx);
    if (owner && (owner.account !== account || owner.region !== region)) return false;
    await domainPlaceStore.put(tx, { account, region });
    return true;
  });
  if (!isFree) return false;
  return storage.partition(domainsKey(context)).write(async (tx) => {
    if (await domainStore.find(tx, domain.domainName)) return false;
    await domainStore.put(tx, domain);
    return true;
  });
}

export function findDomain(context: Context, domainName: string): Promise<DomainRecord | undefined> {
  return context.host.storage.partition(domainsKey(context)).read((tx) => domainStore.find(tx, domainName));
}

/** Changes a domain in one commit; undefined if it is not there. */
export function changeDomain<T>(
  context: Context,
  domainName: string,
  change: (domain: DomainRecord, tx: WriteTransaction) => { readonly domain: DomainRecord; readonly result: T },
): Promise<T | undefined> {
  return context.host.storage.partition(domainsKey(context)).write(async (tx) => {
    const former = await domainStore.find(tx, domainName);
    if (!former) return undefined;
    const { domain, result } = change(former, tx);
    await domainStore.put(tx, domain);
    return result;
  });
}

/** False if it is not there. The name is free for others afterwards. */
export async function removeDomain(context: Context, domainName: string): Promise<boolean> {
  const isGone = await context.host.storage.partition(domainsKey(context)).write(async (tx) => {
    if (!(await domainStore.find(tx, domainName))) return false;
    await domainStore.remove(tx, domainName);
    return true;
  });
  if (isGone) await context.host.storage.partition(domainPlaceKey(domainName)).drop();
  return isGone;
}
