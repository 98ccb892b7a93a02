import type { SharedCache } from "../../../cluster/cluster.ts";
import type { PartitionKey } from "../../../storage/database.ts";
import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import { bucketStore } from "./bucket-store.ts";
import type { PublicAccessBlock } from "./public-access-block.ts";

/** What accounts block for all their buckets, which each request that a bucket's policy concerns is judged by. Most block nothing. */
export class AccountBlocks {
  readonly #blocks: SharedCache<string, PublicAccessBlock | undefined>;

  constructor(host: Pick<ServiceHost, "storage" | "caches">) {
    this.#blocks = host.caches.create<string, PublicAccessBlock | undefined>({
      most: limits.cachedAccountBlocks,
      kind: accountKey("").kind,
      tables: { s3_bucket_settings: "name" },
      textOf: (account) => account,
      partitionOf: accountKey,
      rowOf: () => "public-access-block",
      load: (account) => readAccountBlock(host, account),
    });
  }

  /** Undefined if it blocks nothing. */
  of(account: string): Promise<PublicAccessBlock | undefined> {
    return this.#blocks.get(account);
  }
}

/** In all regions; undefined if it blocks nothing. */
export async function readAccountBlock(
  { storage }: Pick<ServiceHost, "storage">,
  account: string,
): Promise<PublicAccessBlock | undefined> {
  const stored = await storage
    .partition(accountKey(account))
    .read((tx) => bucketStore.setting(tx, "public-access-block"));
  return stored === undefined ? undefined : JSON.parse(stored);
}

export async function writeAccountBlock(
  { storage }: Pick<ServiceHost, "storage">,
  account: string,
  block: PublicAccessBlock | undefined,
): Promise<void> {
  const text = block && JSON.stringify(block);
  await storage.partition(accountKey(account)).write((tx) => bucketStore.putSetting(tx, "public-access-block", text));
}

function accountKey(account: string): PartitionKey {
  return { account, region: "us-east-1", kind: "s3.account", name: "" };
}
