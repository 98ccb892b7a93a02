import { ListObjectsV2Command, ListObjectVersionsCommand, type S3Client } from "@aws-sdk/client-s3";
import type { ListPart } from "../../../live/use-live-list.ts";

/** A row of the Objects tab: an object, one of its versions, or a folder. */
export interface Entry {
  readonly key: string;
  /** Below the folder that is shown. */
  readonly name: string;
  readonly isFolder: boolean;
  readonly sizeBytes?: number;
  readonly modified?: Date;
  readonly storageClass?: string;
  readonly versionId?: string;
  readonly isLatest?: boolean;
  readonly isDeleteMarker?: boolean;
}

interface ListingRequest {
  readonly bucket: string;
  /** The folder, with its slash. */
  readonly prefix: string;
  readonly withVersions: boolean;
  /** Everything whose key begins with the prefix, not only what is in the folder. */
  readonly isDeep: boolean;
  /** Where the former answer ended. */
  readonly next: string | undefined;
  readonly count: number;
}

/** The next entries in S3's order, that of their keys, so that a row stays where it is when more are read. */
export async function listEntries(
  client: S3Client,
  request: ListingRequest,
  abortSignal: AbortSignal,
): Promise<ListPart<Entry>> {
  const { items, next } = await (request.withVersions ? listVersions : listLatest)(client, request, abortSignal);
  return { items: items.toSorted(byKey), next };
}

type ListEntries = typeof listEntries;

/** A key's versions come newest first. */
function byKey(a: Entry, b: Entry): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return Number(b.isLatest ?? false) - Number(a.isLatest ?? false) || Number(b.modified ?? 0) - Number(a.modified ?? 0);
}

/** What S3 gives at most with one answer. */
const mostKeys = 1_000;

interface VersionPlace {
  readonly KeyMarker: string | undefined;
  readonly VersionIdMarker: string | undefined;
}

const listLatest: ListEntries = async (client, { bucket, prefix, isDeep, next, count }, abortSignal) => {
  const answer = await client.send(
    new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      Delimiter: isDeep ? undefined : "/",
      MaxKeys: Math.min(count, mostKeys),
      ContinuationToken: next,
    }),
    { abortSignal },
  );
  const objects = (answer.Contents ?? [])
    .filter(({ Key }) => isDeep || Key !== prefix)
    .map(({ Key = "", Size, LastModified, StorageClass }) => ({
      key: Key,
      name: isDeep ? Key : Key.slice(prefix.length),
      isFolder: false,
      sizeBytes: Size,
      modified: LastModified,
      storageClass: StorageClass,
    }));
  return {
    items: [...toFolders(answer.CommonPrefixes, prefix), ...objects],
    next: answer.NextContinuationToken,
  };
};

const listVersions: ListEntries = async (client, { bucket, prefix, isDeep, next, count }, abortSignal) => {
  const answer = await client.send(
    new ListObjectVersionsCommand({
      Bucket: bucket,
      Prefix: prefix,
      Delimiter: isDeep ? undefined : "/",
      MaxKeys: Math.min(count, mostKeys),
      ...(next && (JSON.parse(next) as VersionPlace)),
    }),
    { abortSignal },
  );
  const versions = (answer.Versions ?? []).map(
    ({ Key = "", Size, LastModified, StorageClass, VersionId, IsLatest }) => ({
      key: Key,
      name: isDeep ? Key : Key.slice(prefix.length),
      isFolder: false,
      sizeBytes: Size,
      modified: LastModified,
      storageClass: StorageClass,
      versionId: VersionId,
      isLatest: IsLatest,
    }),
  );
  const markers = (answer.DeleteMarkers ?? []).map(({ Key = "", LastModified, VersionId, IsLatest }) => ({
    key: Key,
    name: isDeep ? Key : Key.slice(prefix.length),
    isFolder: false,
    modified: LastModified,
    versionId: VersionId,
    isLatest: IsLatest,
    isDeleteMarker: true,
  }));
  const place: VersionPlace = { KeyMarker: answer.NextKeyMarker, VersionIdMarker: answer.NextVersionIdMarker };
  return {
    items: [...toFolders(answer.CommonPrefixes, prefix), ...versions, ...markers],
    next: answer.IsTruncated ? JSON.stringify(place) : undefined,
  };
};

function toFolders(prefixes: readonly { readonly Prefix?: string }[] = [], folder: string): Entry[] {
  return prefixes.map(({ Prefix = "" }) => ({ key: Prefix, name: Prefix.slice(folder.length), isFolder: true }));
}
