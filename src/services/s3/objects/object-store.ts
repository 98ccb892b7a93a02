import type { Migration, ReadTransaction, SqlValue, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { ContentPart, StoredObject } from "./stored-object.ts";

const columns = `
        partition BIGINT NOT NULL,
        key TEXT NOT NULL,
        sequence BIGINT NOT NULL,
        version_id TEXT NOT NULL,
        is_marker BIGINT NOT NULL,
        modified_ms BIGINT NOT NULL,
        size_bytes BIGINT NOT NULL,
        etag TEXT NOT NULL,
        storage_class TEXT NOT NULL,
        checksum TEXT,
        headers TEXT NOT NULL,
        tags TEXT NOT NULL,
        content TEXT NOT NULL,
        body BLOB,
        is_multipart BIGINT NOT NULL,`;

/**
 * Current versions are one table and former ones another: a bucket that never had versioning, the usual case, pays nothing for
 * it. A key whose current version is a delete marker has its row like any other.
 */
export const objectMigrations: readonly Migration[] = [
  {
    name: "objects",
    sql: `
      CREATE TABLE s3_objects (${columns}
        PRIMARY KEY (partition, key)
      );
      CREATE TABLE s3_former_versions (${columns}
        PRIMARY KEY (partition, key, sequence)
      );
      CREATE INDEX s3_former_versions_newest ON s3_former_versions (partition, key, sequence DESC);`,
  },
  {
    name: "object-attributes",
    sql: `
      ALTER TABLE s3_objects ADD COLUMN attributes TEXT;
      ALTER TABLE s3_former_versions ADD COLUMN attributes TEXT;`,
  },
  {
    // Lists of objects go past delete markers, however many there are, without reading them.
    name: "shown-objects",
    sql: "CREATE INDEX s3_objects_shown ON s3_objects (partition, key) WHERE is_marker = 0;",
  },
];

/** An object without what lists do not show. */
export type ListedObject = Omit<StoredObject, "headers" | "tags" | "content" | "body" | "isMultipart" | "attributes">;

export interface ListedVersion extends ListedObject {
  readonly isLatest: boolean;
}

/** Where a version's bytes are. */
export interface VersionContent {
  readonly key: string;
  readonly sequence: number;
  readonly content: readonly ContentPart[];
}

export const objectStore = {
  /** The current version, which may be a delete marker. */
  async find(tx: ReadTransaction, key: string): Promise<StoredObject | undefined> {
    const row = await tx.get(get, { key });
    return row && toObject(row);
  },

  async findFormer(tx: ReadTransaction, key: string, versionId: string): Promise<StoredObject | undefined> {
    const row = await tx.get(getFormer, { key, versionId });
    return row && toObject(row);
  },

  async newestFormer(tx: ReadTransaction, key: string): Promise<StoredObject | undefined> {
    const row = await tx.get(newestFormer, { key });
    return row && toObject(row);
  },

  /** The sequence of the key's newest version that was made at this time or before; undefined without one. */
  async newestSequenceAt(tx: ReadTransaction, key: string, timeMs: number): Promise<number | undefined> {
    return (await tx.get(newestAt, { key, timeMs }))?.sequence;
  },

  /** Any row at all, current or former. */
  async isEmpty(tx: ReadTransaction): Promise<boolean> {
    return !(await tx.get(anyObject, {})) && !(await tx.get(anyFormer, {}));
  },

  async put(tx: WriteTransaction, object: StoredObject): Promise<void> {
    await tx.run(put, toRow(object));
  },

  async putTags(tx: WriteTransaction, object: StoredObject, isLatest: boolean): Promise<void> {
    const { key, sequence } = object;
    await tx.run(isLatest ? putTags : putFormerTags, { key, sequence, tags: JSON.stringify(object.tags) });
  },

  async putAttributes(tx: WriteTransaction, object: StoredObject, isLatest: boolean): Promise<void> {
    const { key, sequence } = object;
    await tx.run(isLatest ? putAttributes : putFormerAttributes, { key, sequence, attributes: attributesOf(object) });
  },

  /** Changes the class that its bytes are kept in, and nothing else: not even the time it was modified. */
  async putStorageClass(tx: WriteTransaction, object: StoredObject, isLatest: boolean): Promise<void> {
    const { key, sequence, storageClass } = object;
    await tx.run(isLatest ? putClass : putFormerClass, { key, sequence, storageClass });
  },

  async remove(tx: WriteTransaction, key: string): Promise<void> {
    await tx.run(remove, { key });
  },

  async putFormer(tx: WriteTransaction, object: StoredObject): Promise<void> {
    await tx.run(putFormer, toRow(object));
  },

  async removeFormer(tx: WriteTransaction, { key, sequence }: Pick<StoredObject, "key" | "sequence">): Promise<void> {
    await tx.run(removeFormer, { key, sequence });
  },

  /** Current versions that are no delete markers, by key. */
  async listAfter(tx: ReadTransaction, key: string, limit: number): Promise<ListedObject[]> {
    return (await tx.all(listAfter, { key, limit })).map(toListed);
  },

  async listFrom(tx: ReadTransaction, key: string, limit: number): Promise<ListedObject[]> {
    return (await tx.all(listFrom, { key, limit })).map(toListed);
  },

  /** All versions, by key and from the newest to the oldest; after that version of that key. */
  async listVersionsAfter(tx: ReadTransaction, key: string, sequence: number, limit: number): Promise<ListedVersion[]> {
    return (await tx.all(listVersionsAfter, { key, sequence, limit })).map(toListedVersion);
  },

  async listVersionsFrom(tx: ReadTransaction, key: string, limit: number): Promise<ListedVersion[]> {
    return (await tx.all(listVersionsFrom, { key, limit })).map(toListedVersion);
  },

  /** How much there is of each storage class in the next `limit` current versions, or former ones, after a place; and the place of the last of them. */
  async sizesAfter(
    tx: ReadTransaction,
    of: "current" | "former",
    after: VersionPlace,
    limit: number,
  ): Promise<{ readonly sizes: readonly ClassSize[]; readonly last: VersionPlace | undefined }> {
    const { lastOf, sizesOf } = of === "current" ? currentSizes : formerSizes;
    const last = await tx.get(lastOf, { ...after, skipped: limit - 1 });
    const rows = await tx.all(sizesOf, { ...after, lastKey: last?.key ?? null, lastSequence: last?.sequence ?? 0 });
    const sizes = rows.map(({ storage_class: storageClass, objects, bytes }) => ({ storageClass, objects, bytes }));
    return { sizes, last };
  },

  /** The contents of everything, a page after a place, for the sweeper of orphaned blobs. */
  async contentsAfter(tx: ReadTransaction, after: VersionContent, limit: number): Promise<VersionContent[]> {
    const rows = await tx.all(contentsAfter, { key: after.key, sequence: after.sequence, limit });
    return rows.map(({ key, sequence, content }) => ({
      key,
      sequence,
      content: JSON.parse(content),
    }));
  },
};

type None = Record<never, never>;

/** Where a version stands: by its key, then by its sequence. */
export type VersionPlace = { readonly key: string; readonly sequence: number };

export interface ClassSize {
  readonly storageClass: StoredObject["storageClass"];
  readonly objects: number;
  readonly bytes: number;
}

interface ListedRow {
  readonly key: string;
  readonly sequence: number;
  readonly version_id: string;
  readonly is_marker: number;
  readonly modified_ms: number;
  readonly size_bytes: number;
  readonly etag: string;
  readonly storage_class: StoredObject["storageClass"];
  readonly checksum: string | null;
}

interface Row extends ListedRow {
  readonly headers: string;
  readonly tags: string;
  readonly content: string;
  readonly body: Uint8Array | null;
  readonly is_multipart: number;
  readonly attributes: string | null;
}

interface VersionRow extends ListedRow {
  readonly is_latest: number;
}

type PutParameters = {
  key: string;
  sequence: number;
  versionId: string;
  isMarker: number;
  modifiedMs: number;
  sizeBytes: number;
  etag: string;
  storageClass: string;
  checksum: string | null;
  headers: string;
  tags: string;
  content: string;
  body: Uint8Array | null;
  isMultipart: number;
  attributes: string | null;
} & Record<string, SqlValue>;

const listedColumns = "key, sequence, version_id, is_marker, modified_ms, size_bytes, etag, storage_class, checksum";
const allColumns = `${listedColumns}, headers, tags, content, body, is_multipart, attributes`;
const values = `VALUES (:partition, :key, :sequence, :versionId, :isMarker, :modifiedMs, :sizeBytes, :etag, :storageClass,
     :checksum, :headers, :tags, :content, :body, :isMultipart, :attributes)`;

const get = sql<{ key: string }, Row>(
  `SELECT ${allColumns} FROM s3_objects WHERE partition = :partition AND key = :key`,
);
const getFormer = sql<{ key: string; versionId: string }, Row>(
  `SELECT ${allColumns} FROM s3_former_versions
   WHERE partition = :partition AND key = :key AND version_id = :versionId`,
);
const newestFormer = sql<{ key: string }, Row>(
  `SELECT ${allColumns} FROM s3_former_versions WHERE partition = :partition AND key = :key
   ORDER BY sequence DESC LIMIT 1`,
);
/** Versions are looked at from the newest on: where those behind a marker were deleted, the first one is it. */
const newestAt = sql<{ key: string; timeMs: number }, { sequence: number }>(
  `SELECT sequence FROM s3_objects WHERE partition = :partition AND key = :key AND modified_ms <= :timeMs
   UNION ALL
   SELECT sequence FROM (
     SELECT sequence FROM s3_former_versions WHERE partition = :partition AND key = :key AND modified_ms <= :timeMs
     ORDER BY sequence DESC LIMIT 1
   ) AS former
   ORDER BY sequence DESC LIMIT 1`,
);
const anyObject = sql<None, { key: string }>("SELECT key FROM s3_objects WHERE partition = :partition LIMIT 1");
const anyFormer = sql<None, { key: string }>("SELECT key FROM s3_former_versions WHERE partition = :partition LIMIT 1");
const put = sql<PutParameters>(
  `INSERT INTO s3_objects (partition, ${allColumns}) ${values}
   ON CONFLICT (partition, key) DO UPDATE SET sequence = excluded.sequence, version_id = excluded.version_id,
     is_marker = excluded.is_marker, modified_ms = excluded.modified_ms, size_bytes = excluded.size_bytes,
     etag = excluded.etag, storage_class = excluded.storage_class, checksum = excluded.checksum,
     headers = excluded.headers, tags = excluded.tags, content = excluded.content, body = excluded.body,
     is_multipart = excluded.is_multipart, attributes = excluded.attributes`,
);
const putTags = sql<{ key: string; sequence: number; tags: string }>(
  "UPDATE s3_objects SET tags = :tags WHERE partition = :partition AND key = :key AND sequence = :sequence",
);
const putFormerTags = sql<{ key: string; sequence: number; tags: string }>(
  "UPDATE s3_former_versions SET tags = :tags WHERE partition = :partition AND key = :key AND sequence = :sequence",
);
type AttributesParameters = { key: string; sequence: number; attributes: string | null };
const putAttributes = sql<AttributesParameters>(
  "UPDATE s3_objects SET attributes = :attributes WHERE partition = :partition AND key = :key AND sequence = :sequence",
);
const putFormerAttributes = sql<AttributesParameters>(
  `UPDATE s3_former_versions SET attributes = :attributes
   WHERE partition = :partition AND key = :key AND sequence = :sequence`,
);
const putClass = sql<{ key: string; sequence: number; storageClass: string }>(
  `UPDATE s3_objects SET storage_class = :storageClass
   WHERE partition = :partition AND key = :key AND sequence = :sequence`,
);
const putFormerClass = sql<{ key: string; sequence: number; storageClass: string }>(
  `UPDATE s3_former_versions SET storage_class = :storageClass
   WHERE partition = :partition AND key = :key AND sequence = :sequence`,
);
const remove = sql<{ key: string }>("DELETE FROM s3_objects WHERE partition = :partition AND key = :key");
const putFormer = sql<PutParameters>(`INSERT INTO s3_former_versions (partition, ${allColumns}) ${values}`);
const removeFormer = sql<{ key: string; sequence: number }>(
  "DELETE FROM s3_former_versions WHERE partition = :partition AND key = :key AND sequence = :sequence",
);
const listAfter = sql<{ key: string; limit: number }, ListedRow>(
  `SELECT ${listedColumns} FROM s3_objects WHERE partition = :partition AND key > :key AND is_marker = 0
   ORDER BY key LIMIT :limit`,
);
const listFrom = sql<{ key: string; limit: number }, ListedRow>(
  `SELECT ${listedColumns} FROM s3_objects WHERE partition = :partition AND key >= :key AND is_marker = 0
   ORDER BY key LIMIT :limit`,
);
/** Each condition is a range of an index: a page of a key with many versions begins where the one before has ended. */
const bothTables = (...conditions: readonly string[]) =>
  `${conditions
    .flatMap((where) => [
      `SELECT ${listedColumns}, 1 AS is_latest FROM s3_objects WHERE partition = :partition AND ${where}`,
      `SELECT ${listedColumns}, 0 AS is_latest FROM s3_former_versions WHERE partition = :partition AND ${where}`,
    ])
    .join(" UNION ALL ")} ORDER BY key, sequence DESC LIMIT :limit`;
const listVersionsAfter = sql<{ key: string; sequence: number; limit: number }, VersionRow>(
  bothTables("key = :key AND sequence < :sequence", "key > :key"),
);
const listVersionsFrom = sql<{ key: string; limit: number }, VersionRow>(bothTables("key >= :key"));
interface SizeRow extends Omit<ClassSize, "storageClass"> {
  readonly storage_class: StoredObject["storageClass"];
}

const after = "partition = :partition AND (key, sequence) > (:key, :sequence)";
const sizes = (table: string) => ({
  lastOf: sql<VersionPlace & { readonly skipped: number }, VersionPlace>(
    `SELECT key, sequence FROM ${table} WHERE ${after} ORDER BY key, sequence LIMIT 1 OFFSET :skipped`,
  ),
  sizesOf: sql<VersionPlace & { readonly lastKey: string | null; readonly lastSequence: number }, SizeRow>(
    `SELECT storage_class, COUNT(*) AS objects, SUM(size_bytes) AS bytes FROM ${table}
     WHERE ${after} AND is_marker = 0 AND (CAST(:lastKey AS TEXT) IS NULL OR (key, sequence) <= (:lastKey, :lastSequence))
     GROUP BY storage_class`,
  ),
});
const currentSizes = sizes("s3_objects");
const formerSizes = sizes("s3_former_versions");
const contentsAfter = sql<
  { key: string; sequence: number; limit: number },
  { key: string; sequence: number; content: string }
>(
  `SELECT key, sequence, content FROM s3_objects WHERE partition = :partition AND (key, sequence) > (:key, :sequence)
   UNION ALL
   SELECT key, sequence, content FROM s3_former_versions
   WHERE partition = :partition AND (key, sequence) > (:key, :sequence)
   ORDER BY key, sequence LIMIT :limit`,
);

function toRow(object: StoredObject): PutParameters {
  return {
    key: object.key,
    sequence: object.sequence,
    versionId: object.versionId,
    isMarker: object.isMarker ? 1 : 0,
    modifiedMs: object.modifiedMs,
    sizeBytes: object.sizeBytes,
    etag: object.etag,
    storageClass: object.storageClass,
    checksum: object.checksum ? JSON.stringify(object.checksum) : null,
    headers: JSON.stringify(object.headers),
    tags: JSON.stringify(object.tags),
    content: JSON.stringify(object.content),
    body: object.body ?? null,
    isMultipart: object.isMultipart ? 1 : 0,
    attributes: attributesOf(object),
  };
}

function attributesOf({ attributes }: StoredObject): string | null {
  const json = JSON.stringify(attributes);
  return json === "{}" ? null : json;
}

const none = {};

function toListed(row: ListedRow): ListedObject {
  return {
    key: row.key,
    sequence: row.sequence,
    versionId: row.version_id,
    isMarker: row.is_marker === 1,
    modifiedMs: row.modified_ms,
    sizeBytes: row.size_bytes,
    etag: row.etag,
    storageClass: row.storage_class,
    checksum: row.checksum === null ? undefined : JSON.parse(row.checksum),
  };
}

function toListedVersion(row: VersionRow): ListedVersion {
  return { ...toListed(row), isLatest: row.is_latest === 1 };
}

function toObject(row: Row): StoredObject {
  return {
    ...toListed(row),
    headers: JSON.parse(row.headers),
    tags: JSON.parse(row.tags),
    content: JSON.parse(row.content),
    body: row.body ?? undefined,
    isMultipart: row.is_multipart === 1,
    attributes: row.attributes === null ? none : JSON.parse(row.attributes),
  };
}
