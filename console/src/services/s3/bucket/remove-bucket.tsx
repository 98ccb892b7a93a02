import { DeleteBucketCommand, DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from "@aws-sdk/client-s3";
import { useConfirm } from "../../../shell/confirm.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";

type BucketAction = (bucket: string) => Promise<boolean>;

/** "Empty": every object, version and delete marker. */
export function useEmptyBucket(onChange: () => void): BucketAction {
  const client = useClient(S3Client);
  const confirm = useConfirm();
  const notify = useNotify();
  return async (bucket) => {
    const isMeant = await confirm({
      title: `Empty bucket ${bucket}?`,
      body: (
        <>
          Emptying the bucket deletes all objects in <b>{bucket}</b>, with all their versions, and cannot be undone.
          Objects added while it runs may be deleted, too.
        </>
      ),
      action: "Empty",
      typed: "permanently delete",
    });
    if (!isMeant) return false;
    try {
      const count = await emptyBucket(client, bucket);
      notify.success(`Successfully emptied bucket "${bucket}": ${count} objects deleted.`);
      return true;
    } catch (error) {
      notify.error(`Bucket ${bucket} could not be emptied`, error);
      return false;
    } finally {
      onChange();
    }
  };
}

/** "Delete": the bucket's name is typed, and S3 refuses one that is not empty. */
export function useDeleteBucket(onChange: () => void): BucketAction {
  const client = useClient(S3Client);
  const confirm = useConfirm();
  const notify = useNotify();
  return async (bucket) => {
    const isMeant = await confirm({
      title: `Delete bucket ${bucket}?`,
      body: (
        <>
          Deleting the bucket <b>{bucket}</b> cannot be undone. Its name becomes free for others.
        </>
      ),
      action: "Delete bucket",
      typed: bucket,
    });
    if (!isMeant) return false;
    try {
      await client.send(new DeleteBucketCommand({ Bucket: bucket }));
      notify.success(`Successfully deleted bucket "${bucket}".`);
      return true;
    } catch (error) {
      notify.error(`Bucket ${bucket} could not be deleted`, error);
      return false;
    } finally {
      onChange();
    }
  };
}

/** Page by page; what is deleted is not on the next page, so it always asks for the first. */
async function emptyBucket(client: S3Client, Bucket: string): Promise<number> {
  let count = 0;
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await client.send(
      new ListObjectVersionsCommand({ Bucket, MaxKeys: 1_000 }),
    );
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key = "", VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return count;
    const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    const [first] = Errors;
    if (first) throw new Error(`${first.Key}: ${first.Message}`);
    count += Objects.length;
  }
}
