import { writeAccountBlock } from "../../buckets/account-blocks.ts";
import { emptyBlock, otherAccount } from "../errors.ts";
import type { S3ControlOperation } from "../operation.ts";

/** For all buckets of the account, beside their own. What is not said is off. */
export const putPublicAccessBlock: S3ControlOperation<"PutPublicAccessBlock"> = async (input, context) => {
  if (input.AccountId !== context.account) throw otherAccount();
  const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } =
    input.PublicAccessBlockConfiguration ?? {};
  const given = [BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets];
  if (given.every((each) => each === undefined)) throw emptyBlock();
  await writeAccountBlock(context.host, context.account, {
    BlockPublicAcls: BlockPublicAcls ?? false,
    IgnorePublicAcls: IgnorePublicAcls ?? false,
    BlockPublicPolicy: BlockPublicPolicy ?? false,
    RestrictPublicBuckets: RestrictPublicBuckets ?? false,
  });
  return {};
};
