import type { ReadTransaction } from "../../../storage/database.ts";
import { bucketStore } from "./bucket-store.ts";

export interface PublicAccessBlock {
  readonly BlockPublicAcls: boolean;
  readonly IgnorePublicAcls: boolean;
  readonly BlockPublicPolicy: boolean;
  readonly RestrictPublicBuckets: boolean;
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

/** All false for a bucket whose block was deleted. */
async function readPublicAccessBlock(tx: ReadTransaction): Promise<PublicAccessBlock> {
  const stored = await bucketStore.setting(tx, "public-access-block");
  return stored === undefined ? nothingBlocked : JSON.parse(stored);
}

const nothingBlocked: PublicAccessBlock = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};
