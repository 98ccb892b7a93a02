import type { EncodingType } from "@aws-sdk/client-s3";
import type { Bucket } from "../buckets/bucket.ts";
import { toListedChecksum } from "../checksums/stored-checksum.ts";
import { invalidArgument } from "../errors.ts";
import { limits } from "../limits.ts";
import type { S3Context } from "../operation.ts";
import { type Cursor, collectPage, type Keyed, type Page, startAfter } from "./collect-page.ts";
import { type ListedObject, objectStore } from "./object-store.ts";
import { toHttpTime } from "./to-object-output.ts";
import { urlEncodeKey } from "./url-encode.ts";

export interface ListRequest {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  /** A key or common prefix to start behind. */
  readonly marker: string | undefined;
  readonly limit: number;
}

/** One page of the bucket's current objects, which both versions of ListObjects show. */
export function listObjectsPage(context: S3Context, bucket: Bucket, request: ListRequest): Promise<Page<ListedObject>> {
  const { prefix, delimiter, marker, limit } = request;
  return context.state.buckets.read<Page<ListedObject>>(bucket, async (tx) => {
    const start =
      marker === undefined
        ? { from: prefix }
        : startAfter<Keyed>(marker, prefix, delimiter, (key) => ({ after: { key } }));
    if (!start) return { items: [], commonPrefixes: [], isTruncated: false, last: undefined };
    return collectPage<ListedObject>({
      fetch: (cursor, rows) =>
        "from" in cursor
          ? objectStore.listFrom(tx, cursor.from, rows)
          : objectStore.listAfter(tx, cursor.after.key, rows),
      start: start as Cursor<ListedObject>,
      prefix,
      delimiter,
      limit,
    });
  });
}

export function toListedObject(
  { key, modifiedMs, etag, sizeBytes, storageClass, checksum }: ListedObject,
  encode: Encode,
) {
  return {
    Key: encode(key),
    LastModified: toHttpTime(modifiedMs),
    ETag: `"${etag}"`,
    Size: sizeBytes,
    StorageClass: storageClass as never,
    ...toListedChecksum(checksum),
  };
}

export type Encode = <T extends string | undefined>(key: T) => T;

/** How keys are written: as they are, or for XML's sake as a URL has them. Throws InvalidArgument. */
export function encoderOf(encoding: EncodingType | undefined): Encode {
  if (encoding === undefined) return (key) => key;
  if (encoding !== "url")
    throw invalidArgument("Invalid Encoding Method specified in Request", "encoding-type", encoding);
  return ((key: string | undefined) => (key === undefined ? undefined : urlEncodeKey(key))) as Encode;
}

/** How many entries a page may have. Throws InvalidArgument. */
export function pageLimit(asked: number | undefined, name: string): number {
  if (asked === undefined) return limits.page;
  if (!Number.isInteger(asked) || asked < 0 || asked > 2 ** 31 - 1) {
    throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`, name, asked);
  }
  return Math.min(asked, limits.page);
}
