import type { ReadTransaction } from "../../../storage/database.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { toOwner } from "../buckets/owner.ts";
import { invalidArgument } from "../errors.ts";
import type { S3Input } from "../model.ts";
import { type Upload, uploadStore } from "../multipart/upload-store.ts";
import { type Cursor, collectPage, type Page, startAfter } from "../objects/collect-page.ts";
import { encoderOf, pageLimit } from "../objects/list-objects.ts";
import { toHttpTime } from "../objects/to-object-output.ts";
import type { S3Operation } from "../operation.ts";

/** The uploads not yet ended, by key and, for the same key, from the oldest to the newest. */
export const listMultipartUploads: S3Operation<"ListMultipartUploads"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const encode = encoderOf(input.EncodingType);
  const limit = pageLimit(input.MaxUploads, "max-uploads");
  const page = await context.state.buckets.read(bucket, (tx) => readPage(tx, input, limit));
  const { last } = page;
  const owner = toOwner(bucket.account);
  return {
    Bucket: bucket.name,
    KeyMarker: encode(input.KeyMarker ?? ""),
    // Without a key's it marks nothing, and S3 does not tell it back.
    UploadIdMarker: input.KeyMarker ? (input.UploadIdMarker ?? "") : "",
    Prefix: encode(input.Prefix),
    Delimiter: encode(input.Delimiter),
    EncodingType: input.EncodingType,
    MaxUploads: limit,
    IsTruncated: page.isTruncated,
    ...toNextMarkers(last, encode),
    Uploads: page.items.map((upload) => ({
      UploadId: upload.id,
      Key: encode(upload.key),
      Initiated: toHttpTime(upload.initiatedMs),
      StorageClass: upload.description.storageClass,
      Owner: owner,
      Initiator: upload.initiator,
      ...(upload.checksum.isAsked && {
        ChecksumAlgorithm: upload.checksum.algorithm,
        ChecksumType: upload.checksum.type,
      }),
    })),
    CommonPrefixes: page.commonPrefixes.map((Prefix) => ({ Prefix: encode(Prefix) })),
  };
};

async function readPage(
  tx: ReadTransaction,
  input: S3Input<"ListMultipartUploads">,
  limit: number,
): Promise<Page<Upload>> {
  const { Prefix: prefix = "", Delimiter: delimiter, KeyMarker: marker, UploadIdMarker: idMarker } = input;
  // Without an upload's id the marker stands for all uploads of its key. No id is greater than this.
  const id = idMarker || "\u{10ffff}";
  if (marker && idMarker && (await isOfOtherKey(tx, marker, idMarker)))
    throw invalidArgument("Invalid uploadId marker", "upload-id-marker", idMarker);
  const start = marker
    ? startAfter<Place>(marker, prefix, delimiter, (key) => ({ after: { key, id } }))
    : { from: prefix };
  if (!start) return { items: [], commonPrefixes: [], isTruncated: false, last: undefined };
  return collectPage<Upload>({
    fetch: (cursor, rows) =>
      "from" in cursor
        ? uploadStore.listFrom(tx, cursor.from, rows)
        : uploadStore.listAfter(tx, cursor.after.key, cursor.after.id, rows),
    start: start as Cursor<Upload>,
    prefix,
    delimiter,
    limit,
  });
}

/** An upload that has ended still marks its place; one that goes on is its own key's. */
async function isOfOtherKey(tx: ReadTransaction, key: string, id: string): Promise<boolean> {
  return (await uploadStore.find(tx, key, id)) === undefined && (await uploadStore.hasId(tx, id));
}

type Place = Pick<Upload, "key" | "id">;

/** Where the page ends, whether there is another or not; of a page that ends in a common prefix S3 tells nothing, as recorded on AWS. */
function toNextMarkers(last: Upload | string | undefined, encode: ReturnType<typeof encoderOf>) {
  if (last === undefined || typeof last === "string") return { NextKeyMarker: "", NextUploadIdMarker: "" };
  return { NextKeyMarker: encode(last.key), NextUploadIdMarker: last.id };
}
