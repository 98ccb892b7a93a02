import { ownerships, writeSetting } from "../buckets/settings.ts";
import { malformedXml } from "../errors.ts";
import type { S3Operation } from "../operation.ts";

export const putBucketOwnershipControls: S3Operation<"PutBucketOwnershipControls"> = async (input, context) => {
  const [rule, ...others] = input.OwnershipControls.Rules ?? [];
  const ownership = rule?.ObjectOwnership;
  if (!ownership || others.length > 0 || !ownerships.has(ownership)) throw malformedXml();
  await writeSetting(context, input, "ownership", ownership);
  return {};
};
