import { writeAccountBlock } from "../../buckets/account-blocks.ts";
import { otherAccount } from "../errors.ts";
import type { S3ControlOperation } from "../operation.ts";

/** What buckets block themselves stays. */
export const deletePublicAccessBlock: S3ControlOperation<"DeletePublicAccessBlock"> = async (
  { AccountId },
  context,
) => {
  if (AccountId !== context.account) throw otherAccount();
  await writeAccountBlock(context.host, context.account, undefined);
  context.responseStatus = 204;
  return {};
};
