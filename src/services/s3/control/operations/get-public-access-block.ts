import { readAccountBlock } from "../../buckets/account-blocks.ts";
import { noAccountBlock, otherAccount } from "../errors.ts";
import type { S3ControlOperation } from "../operation.ts";

/** The account's own. */
export const getPublicAccessBlock: S3ControlOperation<"GetPublicAccessBlock"> = async ({ AccountId }, context) => {
  if (AccountId !== context.account) throw otherAccount();
  const block = await readAccountBlock(context.host, context.account);
  if (!block) throw noAccountBlock(context.account);
  return { PublicAccessBlockConfiguration: { ...block } };
};
