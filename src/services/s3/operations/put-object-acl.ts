import { readObjectAcl } from "../acl/read-acl.ts";
import { replacingAcl } from "../acl/requested-acl.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { createNotifier } from "../notifications/notifier.ts";
import { changeAttributes } from "../objects/change-attributes.ts";
import type { S3Operation } from "../operation.ts";

/** Replaces the ACL of one version of an object, where ACLs are enabled. */
export const putObjectAcl: S3Operation<"PutObjectAcl"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const notifier = createNotifier(context, bucket);
  const ofAccount = await context.state.accountBlocks.of(bucket.account);
  await changeAttributes(context, bucket, input, async (tx, object, row) => {
    const acl = await replacingAcl(tx, bucket, await readObjectAcl(tx, bucket, object), input, ofAccount);
    await notifier.emit(tx, row, "ObjectAcl:Put", object);
    return { ...object.attributes, acl };
  });
  return {};
};
