import { fail } from "../../../platform/aws-error.ts";
import type { Tags } from "../../tags.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { methodNotAllowed } from "../errors.ts";
import type { EventName } from "../notifications/event-names.ts";
import { createNotifier } from "../notifications/notifier.ts";
import type { S3Context } from "../operation.ts";
import { lookUp, missing, type VersionInput } from "./find-version.ts";
import { objectStore } from "./object-store.ts";

/** Replaces an object's tags, with the event of it. Gives the version's id where the bucket has versions. */
export async function changeTags(
  context: S3Context,
  input: VersionInput & { readonly ExpectedBucketOwner?: string | undefined },
  tags: Tags,
  event: EventName,
): Promise<string | undefined> {
  const bucket = await openBucket(context, input);
  const notifier = createNotifier(context, bucket);
  return context.state.buckets.write(bucket, async (tx, row) => {
    const found = (await lookUp(tx, input)) ?? fail(missing(input));
    if (found.object.isMarker) throw methodNotAllowed(context.request.method ?? "PUT", "DeleteMarker");
    const object = { ...found.object, tags };
    await objectStore.putTags(tx, object, found.isLatest);
    await notifier.emit(tx, row, event, object);
    return row.versioning === undefined ? undefined : object.versionId;
  });
}
