import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { UnusableStorageError } from "../../unusable-storage-error.ts";
import { isNotFound } from "./s3-errors.ts";
import type { S3Location } from "./s3-location.ts";

/** No blob's name, so that neither the sweep nor a reset touches it. */
const ownerObject = "squall-owner";

/**
 * Makes the prefix the database's whose id `owner` is, for ever. Blobs that a database does not name are orphans to its servers and are deleted after a day,
 * so those of another database must not be among them: throws UnusableStorageError if the prefix is another's.
 */
export async function claimPrefix(client: S3Client, { bucket, prefix }: S3Location, owner: string): Promise<void> {
  const Bucket = bucket;
  const Key = `${prefix}${ownerObject}`;
  const read = async () => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      return await Body?.transformToString();
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  };
  let found = await read();
  if (found === undefined) {
    // Of two that come at once one is refused, or, by a store that doesn't know the condition, overwritten: what is read then decides.
    await client.send(new PutObjectCommand({ Bucket, Key, Body: owner, IfNoneMatch: "*" })).catch((error: unknown) => {
      const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
      if (status !== 412 && status !== 409) throw error;
    });
    found = await read();
  }
  if (found === owner) return;
  throw new UnusableStorageError(
    `the blobs at s3://${bucket}/${prefix} belong to another database, whose bytes this one would take for orphans: give --blobs a prefix of its own (s3://${bucket}/NAME), or, if the other database is gone for good, delete the object ${Key} first.`,
  );
}
