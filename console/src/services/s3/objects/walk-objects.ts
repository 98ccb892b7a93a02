import { ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";

/** An object as a list of all below a prefix has it. */
export interface WalkedObject {
  readonly key: string;
  readonly sizeBytes: number;
}

/** Every object below a prefix, a page at a time; ends when it is told to stop. */
export async function* walkObjects(
  client: S3Client,
  Bucket: string,
  Prefix: string,
  signal: AbortSignal,
): AsyncGenerator<readonly WalkedObject[]> {
  let ContinuationToken: string | undefined;
  do {
    if (signal.aborted) return;
    const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix, MaxKeys: 1_000, ContinuationToken }));
    yield (page.Contents ?? []).map(({ Key: key = "", Size: sizeBytes = 0 }) => ({ key, sizeBytes }));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
}
