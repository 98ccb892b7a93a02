import { CopyObjectCommand, DeleteObjectsCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Progress } from "../../../shell/long-work.tsx";
import { copySource } from "./copy-source.ts";
import type { Entry } from "./list-objects.ts";
import { walkObjects } from "./walk-objects.ts";

/** Copies of objects, and of all that is below folders. */
export interface CopyRequest {
  readonly bucket: string;
  readonly entries: readonly Entry[];
  readonly toBucket: string;
  /** The key of what an entry's key becomes; a folder's ends with a slash, as the folder's own does. */
  readonly toKey: (entry: Entry) => string;
  /** The originals go once their copies are there. */
  readonly isMove: boolean;
}

const atOnce = 8;

/** Answers how many have been copied, also when it is stopped. An original is deleted after its copy only. */
export async function copyObjects(
  client: S3Client,
  { bucket, entries, toBucket, toKey, isMove }: CopyRequest,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<number> {
  const listed = await toCopies(client, bucket, entries, toKey, signal);
  // What would only be copied onto itself is no work.
  const copies = listed.filter(
    ({ from, to, versionId }) => bucket !== toBucket || from !== to || versionId !== undefined,
  );
  let next = 0;
  let done = 0;
  report({ done, all: copies.length });
  const copyNext = async () => {
    for (let copy = copies[next++]; copy && !signal.aborted; copy = copies[next++]) {
      await client.send(
        new CopyObjectCommand({
          Bucket: toBucket,
          Key: copy.to,
          CopySource: copySource(bucket, copy.from, copy.versionId),
        }),
      );
      if (isMove) await remove(client, bucket, copy.from);
      report({ done: ++done, all: copies.length });
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, copies.length) }, copyNext));
  return done;
}

interface Copy {
  readonly from: string;
  readonly to: string;
  readonly versionId?: string;
}

async function toCopies(
  client: S3Client,
  bucket: string,
  entries: readonly Entry[],
  toKey: CopyRequest["toKey"],
  signal: AbortSignal,
): Promise<Copy[]> {
  const copies: Copy[] = [];
  for (const entry of entries) {
    const { key, isFolder, versionId } = entry;
    const to = toKey(entry);
    if (!isFolder) copies.push({ from: key, to, versionId });
    else {
      for await (const page of walkObjects(client, bucket, key, signal))
        copies.push(...page.map((one) => ({ from: one.key, to: `${to}${one.key.slice(key.length)}` })));
    }
  }
  return copies;
}

async function remove(client: S3Client, Bucket: string, Key: string): Promise<void> {
  const { Errors: [error] = [] } = await client.send(
    new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }], Quiet: true } }),
  );
  if (error) throw new Error(`${error.Key}: ${error.Code}: ${error.Message}`);
}
