import type { PartitionKey, ReadTransaction } from "../../../storage/database.ts";
import type { ServiceHost } from "../../service.ts";
import { bucketStore } from "./bucket-store.ts";
import { type PublicAccessBlock, readPublicAccessBlock } from "./settings.ts";

/** What an account blocks for all its buckets, in all regions; undefined if it blocks nothing. */
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

/** What holds for a bucket: its own block with the account's, the stricter of each. Source: "Blocking public access to your Amazon S3 storage". */
export async function readBlockInForce(
  tx: ReadTransaction,
  ofAccount: PublicAccessBlock | undefined,
): Promise<PublicAccessBlock> {
  const own = await readPublicAccessBlock(tx);
  if (!ofAccount) return own;
  return {
    BlockPublicAcls: own.BlockPublicAcls || ofAccount.BlockPublicAcls,
    IgnorePublicAcls: own.IgnorePublicAcls || ofAccount.IgnorePublicAcls,
    BlockPublicPolicy: own.BlockPublicPolicy || ofAccount.BlockPublicPolicy,
    RestrictPublicBuckets: own.RestrictPublicBuckets || ofAccount.RestrictPublicBuckets,
  };
}

function accountKey(account: string): PartitionKey {
  return { account, region: "us-east-1", kind: "s3.account", name: "" };
}
