import { bucketArn } from "../buckets/bucket.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { readBlockInForce } from "../buckets/public-access-block.ts";
import { accessDenied } from "../errors.ts";
import type { S3Operation } from "../operation.ts";
import { checkPolicy } from "../policy/check-policy.ts";
import { isPublicPolicy } from "../policy/public-policy.ts";

/** Replaces the bucket's policy. One that gives something to everybody is refused while such are blocked, as by default. */
export const putBucketPolicy: S3Operation<"PutBucketPolicy"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const isPublic = isPublicPolicy(checkPolicy(input.Policy, bucket.name));
  const ofAccount = await context.state.accountBlocks.of(bucket.account);
  await context.state.buckets.write(bucket, async (tx) => {
    const block = await readBlockInForce(tx, ofAccount);
    if (isPublic && block.BlockPublicPolicy) throw publicPolicyBlocked(context.principal.arn, bucket.name);
    await bucketStore.putSetting(tx, "policy", input.Policy);
  });
  context.responseStatus = 204;
  return {};
};

function publicPolicyBlocked(principal: string, bucket: string) {
  return accessDenied(
    `User: ${principal} is not authorized to perform: s3:PutBucketPolicy on resource: "${bucketArn(bucket)}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
  );
}
