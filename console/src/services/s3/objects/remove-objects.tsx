import { DeleteObjectsCommand, type ObjectIdentifier, S3Client } from "@aws-sdk/client-s3";
import { useLongWork } from "../../../shell/long-work.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import type { Entry } from "./list-objects.ts";
import { walkObjects } from "./walk-objects.ts";

/** Asks as AWS does, then deletes the objects, and all that is below the folders. Answers whether they are gone. */
export function useDeleteObjects(bucket: string, isVersioned: boolean, onChange: () => void) {
  const client = useClient(S3Client);
  const confirmed = useConfirmed();
  const work = useLongWork();
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
      () =>
        work({
          title: `Deleting ${what}`,
          run: async (report, signal) => {
            let count = 0;
            for await (const objects of toDelete(client, bucket, entries, signal)) {
              count += await deleteAll(client, bucket, objects);
              report({ done: count });
              if (signal.aborted) break;
            }
            return count;
          },
        }),
      {
        done: (count) => `Successfully deleted ${count === 1 ? what : `${count} objects`}.`,
        failed: `Deleting ${what} failed`,
        onChange,
      },
    );
  };
}

/** A thousand at a time, as S3 takes them. */
async function* toDelete(
  client: S3Client,
  bucket: string,
  entries: readonly Entry[],
  signal: AbortSignal,
): AsyncGenerator<ObjectIdentifier[]> {
  const single = entries.filter(({ isFolder }) => !isFolder);
  for (let at = 0; at < single.length; at += mostAtOnce)
    yield single.slice(at, at + mostAtOnce).map(({ key: Key, versionId: VersionId }) => ({ Key, VersionId }));
  for (const { key } of entries.filter(({ isFolder }) => isFolder)) {
    for await (const page of walkObjects(client, bucket, key, signal))
      if (page.length > 0) yield page.map((one) => ({ Key: one.key }));
  }
}

const mostAtOnce = 1_000;

async function deleteAll(client: S3Client, Bucket: string, Objects: ObjectIdentifier[]): Promise<number> {
  const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
  const [first] = Errors;
  if (first) throw new Error(`${first.Key}: ${first.Code}: ${first.Message}`);
  return Objects.length;
}
