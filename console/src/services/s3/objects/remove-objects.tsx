import { DeleteObjectsCommand, ListObjectsV2Command, type ObjectIdentifier, S3Client } from "@aws-sdk/client-s3";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import type { Entry } from "./list-objects.ts";

/** Asks as AWS does, then deletes the objects, and all that is below the folders. Answers whether they are gone. */
export function useDeleteObjects(bucket: string, isVersioned: boolean, onChange: () => void) {
  const client = useClient(S3Client);
  const confirmed = useConfirmed();
  return async (entries: readonly Entry[]): Promise<boolean> => {
    // Without a version's ID a versioned bucket only puts a delete marker before the object.
    const isForGood = !isVersioned || entries.some(({ versionId }) => versionId !== undefined);
    const what = entries.length === 1 ? entries[0]!.name : `${entries.length} objects`;
    return confirmed(
      {
        title: isForGood ? `Permanently delete ${what}?` : `Delete ${what}?`,
        body: (
          <>
            {isForGood ? "Deleting cannot be undone. " : "A delete marker hides the object; its versions stay. "}
            {entries.some(({ isFolder }) => isFolder) && "Deleting a folder deletes all objects within it. "}
            <b className="squall-anywhere">
              {entries
                .slice(0, 20)
                .map(({ key }) => key)
                .join(", ")}
              {entries.length > 20 && ` and ${entries.length - 20} more`}
            </b>
          </>
        ),
        action: "Delete objects",
        typed: isForGood ? "permanently delete" : "delete",
      },
      async () => {
        let count = 0;
        for (const entry of entries) {
          count += entry.isFolder
            ? await deleteFolder(client, bucket, entry.key)
            : await deleteAll(client, bucket, [{ Key: entry.key, VersionId: entry.versionId }]);
        }
        return count;
      },
      {
        done: (count) => `Successfully deleted ${count === 1 ? what : `${count} objects`}.`,
        failed: `Deleting ${what} failed`,
        onChange,
      },
    );
  };
}

async function deleteFolder(client: S3Client, Bucket: string, Prefix: string): Promise<number> {
  let count = 0;
  for (;;) {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix, MaxKeys: 1_000 }));
    if (Contents.length === 0) return count;
    count += await deleteAll(
      client,
      Bucket,
      Contents.map(({ Key = "" }) => ({ Key })),
    );
  }
}

async function deleteAll(client: S3Client, Bucket: string, Objects: ObjectIdentifier[]): Promise<number> {
  const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
  const [first] = Errors;
  if (first) throw new Error(`${first.Key}: ${first.Code}: ${first.Message}`);
  return Objects.length;
}
