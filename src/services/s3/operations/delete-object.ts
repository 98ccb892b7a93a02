import { openBucket } from "../buckets/open-bucket.ts";
import { invalidVersionId } from "../errors.ts";
import { createNotifier } from "../notifications/notifier.ts";
import { checkBypassApplies, readBypass } from "../object-lock/check-lock.ts";
import { newVersion } from "../objects/commit-object.ts";
import { deleteObjectIn } from "../objects/delete-object.ts";
import { refuseUnsupported } from "../objects/refuse-unsupported.ts";
import type { S3Operation } from "../operation.ts";

/** Deletes a key, or one version for good. Succeeds if there is nothing to delete. */
export const deleteObject: S3Operation<"DeleteObject"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  refuseUnsupported(input);
  const notifier = createNotifier(context, bucket);
  const marker = newVersion(context, input.Key);
  const bypass = readBypass(context, input);
  const deletion = { versionId: input.VersionId, ifMatch: input.IfMatch, bypass, refuseId: invalidVersionId };
  const result = await context.state.buckets.write(bucket, async (tx, row) => {
    checkBypassApplies(row, input.BypassGovernanceRetention);
    return deleteObjectIn(tx, row, notifier, marker, deletion);
  });
  context.state.bodies.discard(result.discarded);
  return { ...(result.isMarker && { DeleteMarker: true }), VersionId: result.versionId };
};
