import { DeleteBucketCommand, DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import { useLongWork } from "../../../shell/long-work.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";

type BucketAction = (bucket: string) => Promise<boolean>;

/** "Empty": every object, version and delete marker. */
export function useEmptyBucket(onChange: () => void): BucketAction {
  const client = useClient(S3Client);
  const confirmed = useConfirmed();
  const work = useLongWork();
  return async (bucket) => {
    return confirmed(
      {
        title: `Empty bucket ${bucket}?`,
        body: (
          <>
            Emptying the bucket deletes all objects in <b>{bucket}</b>, with all their versions, and cannot be undone.
            Objects added while it runs may be deleted, too.
          </>
        ),
        action: "Empty",
        typed: "permanently delete",
      },
      () =>
        work({
          title: `Emptying bucket ${bucket}`,
          run: (report, signal) => emptyBucket(client, bucket, (done) => report({ done }), signal),
        }),
      {
        done: (count) => `Successfully emptied bucket "${bucket}": ${count} objects deleted.`,
        failed: `Bucket ${bucket} could not be emptied`,
        onChange,
      },
    );
  };
}

/** "Delete": the bucket's name is typed, and S3 refuses one that is not empty. */
export function useDeleteBucket(onChange: () => void): BucketAction {
  const client = useClient(S3Client);
  const confirmed = useConfirmed();
  return async (bucket) => {
    return confirmed(
      {
        title: `Delete bucket ${bucket}?`,
        body: (
          <>
            Deleting the bucket <b>{bucket}</b> cannot be undone. Its name becomes free for others.
          </>
        ),
        action: "Delete bucket",
        typed: bucket,
      },
      async () => {
        await client.send(new DeleteBucketCommand({ Bucket: bucket }));
      },
      {
        done: `Successfully deleted bucket "${bucket}".`,
        failed: `Bucket ${bucket} could not be deleted`,
        onChange,
      },
    );
  };
}

/** Page by page; what is deleted is not on the next page, so it always asks for the first. */
async function emptyBucket(
  client: S3Client,
  Bucket: string,
  report: (deleted: number) => void,
  signal: AbortSignal,
): Promise<number> {
  let count = 0;
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await client.send(
      new ListObjectVersionsCommand({ Bucket, MaxKeys: 1_000 }),
    );
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key = "", VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0 || signal.aborted) return count;
    const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    const [first] = Errors;
    if (first) throw new Error(`${first.Key}: ${first.Message}`);
    count += Objects.length;
    report(count);
  }
}
