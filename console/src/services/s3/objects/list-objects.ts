import { ListObjectsV2Command, ListObjectVersionsCommand, type S3Client } from "@aws-sdk/client-s3";

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

export interface Listing {
  readonly entries: readonly Entry[];
  /** There is more than was asked for. */
  readonly isCut: boolean;
}

interface ListingRequest {
  readonly bucket: string;
  /** The folder, with its slash. */
  readonly prefix: string;
  readonly pages: number;
  readonly withVersions: boolean;
  /** Everything whose key begins with the prefix, not only what is in the folder. */
  readonly isDeep: boolean;
}

export async function listEntries(
  client: S3Client,
  request: ListingRequest,
  abortSignal: AbortSignal,
): Promise<Listing> {
  const entries: Entry[] = [];
  let next: object | undefined;
  for (let page = 0; page < request.pages && (page === 0 || next); page++) {
    const found = await (request.withVersions ? listVersions : listLatest)(client, request, next, abortSignal);
    entries.push(...found.entries);
    next = found.next;
  }
  return { entries, isCut: next !== undefined };
}

interface ListingPage {
  readonly entries: readonly Entry[];
  readonly next: object | undefined;
}

type ListPage = (
  client: S3Client,
  request: ListingRequest,
  next: object | undefined,
  abortSignal: AbortSignal,
) => Promise<ListingPage>;

const listLatest: ListPage = async (client, { bucket, prefix, isDeep }, next, abortSignal) => {
  const answer = await client.send(
    new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      Delimiter: isDeep ? undefined : "/",
      MaxKeys: 1_000,
      ...next,
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
    entries: [...toFolders(answer.CommonPrefixes, prefix), ...objects],
    next: answer.NextContinuationToken ? { ContinuationToken: answer.NextContinuationToken } : undefined,
  };
};

const listVersions: ListPage = async (client, { bucket, prefix, isDeep }, next, abortSignal) => {
  const answer = await client.send(
    new ListObjectVersionsCommand({
      Bucket: bucket,
      Prefix: prefix,
      Delimiter: isDeep ? undefined : "/",
      MaxKeys: 1_000,
      ...next,
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
  return {
    entries: [...toFolders(answer.CommonPrefixes, prefix), ...versions, ...markers],
    next: answer.IsTruncated
      ? { KeyMarker: answer.NextKeyMarker, VersionIdMarker: answer.NextVersionIdMarker }
      : undefined,
  };
};

function toFolders(prefixes: readonly { readonly Prefix?: string }[] = [], folder: string): Entry[] {
  return prefixes.map(({ Prefix = "" }) => ({ key: Prefix, name: Prefix.slice(folder.length), isFolder: true }));
}
