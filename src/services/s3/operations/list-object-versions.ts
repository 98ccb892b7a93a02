import type { ReadTransaction } from "../../../storage/database.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { toOwner } from "../buckets/owner.ts";
import { toListedChecksum } from "../checksums/stored-checksum.ts";
import { invalidArgument } from "../errors.ts";
import type { S3Input } from "../model.ts";
import { type Cursor, collectPage, type Page, startAfter } from "../objects/collect-page.ts";
import { lookUp } from "../objects/find-version.ts";
import { type Encode, encoderOf, pageLimit } from "../objects/list-objects.ts";
import { type ListedVersion, objectStore } from "../objects/object-store.ts";
import { toHttpTime } from "../objects/to-object-output.ts";
import { versionMadeMs } from "../objects/version-id.ts";
import type { S3Operation } from "../operation.ts";

type Input = S3Input<"ListObjectVersions">;

/** All versions and delete markers, by key and, for the same key, from the newest to the oldest. */
export const listObjectVersions: S3Operation<"ListObjectVersions"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const encode = encoderOf(input.EncodingType);
  const limit = pageLimit(input.MaxKeys, "max-keys");
  const page = await context.state.buckets.read(bucket, (tx) => readPage(tx, input, limit));
  const owner = toOwner(bucket.account);
  const { last } = page;
  return {
    Name: bucket.name,
    Prefix: encode(input.Prefix ?? ""),
    KeyMarker: encode(input.KeyMarker ?? ""),
    VersionIdMarker: input.VersionIdMarker ?? "",
    Delimiter: encode(input.Delimiter || undefined),
    MaxKeys: limit,
    EncodingType: input.EncodingType,
    IsTruncated: page.isTruncated,
    ...(page.isTruncated && last !== undefined && toNextMarkers(last, encode)),
    Versions: page.items
      .filter(({ isMarker }) => !isMarker)
      .map((version) => ({
        ...toCommon(version, encode),
        Owner: owner,
        ETag: `"${version.etag}"`,
        Size: version.sizeBytes,
        StorageClass: version.storageClass as never,
        ...toListedChecksum(version.checksum),
      })),
    DeleteMarkers: page.items
      .filter(({ isMarker }) => isMarker)
      .map((marker) => ({ ...toCommon(marker, encode), Owner: owner })),
    CommonPrefixes: page.commonPrefixes.map((Prefix) => ({ Prefix: encode(Prefix) })),
  };
};

type Place = Pick<ListedVersion, "key" | "sequence">;

async function readPage(tx: ReadTransaction, input: Input, limit: number): Promise<Page<ListedVersion>> {
  const { Prefix: prefix = "", Delimiter: delimiter, KeyMarker: marker } = input;
  const sequence = await sequenceOfMarker(tx, input);
  const behind = (key: string): Cursor<Place> => ({ after: { key, sequence } });
  const start = marker ? startAfter<Place>(marker, prefix, delimiter, behind) : { from: prefix };
  if (!start) return { items: [], commonPrefixes: [], isTruncated: false, last: undefined };
  return collectPage<ListedVersion>({
    fetch: (cursor, rows) =>
      "from" in cursor
        ? objectStore.listVersionsFrom(tx, cursor.from, rows)
        : objectStore.listVersionsAfter(tx, cursor.after.key, cursor.after.sequence, rows),
    start: start as Cursor<ListedVersion>,
    prefix,
    delimiter,
    limit,
  });
}

/** Versions older than the marker's follow it; without a version's id, none of that key's do. */
async function sequenceOfMarker(tx: ReadTransaction, { KeyMarker, VersionIdMarker }: Input): Promise<number> {
  if (!VersionIdMarker) return 0;
  if (!KeyMarker) {
    throw invalidArgument(
      "A version-id marker cannot be specified without a key marker.",
      "version-id-marker",
      VersionIdMarker,
    );
  }
  const found = await lookUp(tx, { Key: KeyMarker, VersionId: VersionIdMarker });
  if (found) return found.object.sequence;
  // It was deleted since: the list goes on with what is older.
  const madeMs = versionMadeMs(VersionIdMarker);
  const next = madeMs === undefined ? undefined : await objectStore.newestSequenceAt(tx, KeyMarker, madeMs);
  return next === undefined ? 0 : next + 1;
}

function toCommon({ key, versionId, isLatest, modifiedMs }: ListedVersion, encode: Encode) {
  return { Key: encode(key), VersionId: versionId, IsLatest: isLatest, LastModified: toHttpTime(modifiedMs) };
}

function toNextMarkers(last: ListedVersion | string, encode: Encode) {
  if (typeof last === "string") return { NextKeyMarker: encode(last) };
  return { NextKeyMarker: encode(last.key), NextVersionIdMarker: last.versionId };
}
