import type { WriteTransaction } from "../../../storage/database.ts";
import type { OperationContext, ServiceHost } from "../../service.ts";
import { type DomainRecord, domainPlaceKey, domainsKey, type Truststore } from "./domain.ts";
import { domainPlaceStore, domainStore, truststoreStore } from "./domain-store.ts";

type Context = Pick<OperationContext<unknown>, "host" | "account" | "region">;

/** Makes a domain name. Whose it is stands elsewhere first. False if it is somebody's already. */
export async function createDomain(
  context: Context,
  given: DomainRecord,
  truststore: Truststore | undefined,
): Promise<boolean> {
  const { account, region } = context;
  const { storage, random } = context.host;
  const claim = random.uuid();
  const domain = { ...given, claim };
  const { domainName } = domain;
  // Whoever has it keeps its claim: what was to free the name of a former making then frees nothing.
  if (await findDomain(context, domainName)) return false;
  const isFree = await storage.partition(domainPlaceKey(domainName)).write(async (tx) => {
    const owner = await domainPlaceStore.find(tx);
    if (owner && (owner.account !== account || owner.region !== region)) return false;
    await domainPlaceStore.put(tx, { account, region, claim });
    return true;
  });
  if (!isFree) return false;
  const isMade = await storage.partition(domainsKey(context)).write(async (tx) => {
    if (await domainStore.find(tx, domainName)) return false;
    await domainStore.put(tx, domain);
    if (truststore) await truststoreStore.put(tx, { domainName, ...truststore });
    return true;
  });
  // Somebody of the same account may have claimed it after us and come too late.
  if (isMade)
    await storage.partition(domainPlaceKey(domainName)).write(async (tx) => {
      const owner = await domainPlaceStore.find(tx);
      if (owner?.claim !== claim) await domainPlaceStore.put(tx, { account, region, claim });
    });
  return isMade;
}

/** However it is written: names are kept in lower case. */
export function findDomain(context: Context, domainName: string): Promise<DomainRecord | undefined> {
  return context.host.storage
    .partition(domainsKey(context))
    .read((tx) => domainStore.find(tx, domainName.toLowerCase()));
}

/** Changes a domain in one commit; undefined if it is not there. What it gives must not be undefined. */
export function changeDomain<T extends object>(
  context: Context,
  domainName: string,
  change: (domain: DomainRecord, tx: WriteTransaction) => { readonly domain: DomainRecord; readonly result: T },
  truststore?: Truststore,
): Promise<T | undefined> {
  return context.host.storage.partition(domainsKey(context)).write(async (tx) => {
    const former = await domainStore.find(tx, domainName.toLowerCase());
    if (!former) return undefined;
    const { domain, result } = change(former, tx);
    await domainStore.put(tx, domain);
    if (truststore) await truststoreStore.put(tx, { domainName: domain.domainName, ...truststore });
    else if (!domain.mutualTls && former.mutualTls) await truststoreStore.remove(tx, domain.domainName);
    return result;
  });
}

/** The effect by which a name that is gone becomes free for others, whatever happens in between. */
export const freeDomainTopic = "api-gateway.free-domain";

interface Freed {
  readonly domainName: string;
  /** Null of one that an older version has made. */
  readonly claim: string | null;
}

/** False if it is not there. The name is free for others soon afterwards. */
export async function removeDomain(context: Context, name: string): Promise<boolean> {
  const { storage, random } = context.host;
  const domainName = name.toLowerCase();
  const effectId = random.uuid();
  const freed = await storage.partition(domainsKey(context)).write(async (tx): Promise<Freed | undefined> => {
    const domain = await domainStore.find(tx, domainName);
    if (!domain) return undefined;
    await domainStore.remove(tx, domainName);
    await truststoreStore.remove(tx, domainName);
    const gone = { domainName, claim: domain.claim ?? null };
    await tx.emit({ topic: freeDomainTopic, id: effectId, payload: JSON.stringify(gone) });
    return gone;
  });
  if (!freed) return false;
  // At once for who looks now; the effect is there for a server that ends in between.
  await freeDomain(context.host, freed);
  return true;
}

/** Frees a name, unless it has been made again since. */
export async function freeDomain({ storage }: Pick<ServiceHost, "storage">, freed: Freed): Promise<void> {
  await storage.partition(domainPlaceKey(freed.domainName)).write(async (tx) => {
    const owner = await domainPlaceStore.find(tx);
    if (owner && owner.claim === freed.claim) await domainPlaceStore.remove(tx);
  });
}
