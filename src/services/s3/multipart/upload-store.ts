import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Acl } from "../acl/acl.ts";
import type { Algorithm, ChecksumType } from "../checksums/algorithms.ts";
import type { ObjectEncryption } from "../encryption/object-encryption.ts";
import type { ObjectDescription } from "../objects/describe-object.ts";
import type { ObjectLock } from "../objects/stored-object.ts";

/** A multipart upload that is neither completed nor aborted. */
export interface Upload {
  /** Later uploads of a key have greater ids. */
  readonly id: string;
  readonly key: string;
  readonly initiatedMs: number;
  /** Who began it. */
  readonly initiator: { readonly ID: string; readonly DisplayName?: string };
  readonly description: ObjectDescription;
  readonly wanted: UploadWanted;
  readonly checksum: UploadChecksum;
  /** Whether its key was deleted since it began: a condition on the key can no longer hold for it. */
  readonly isKeyDeleted?: boolean;
}

/** What the object is to have, as it was asked for or as the bucket's defaults were when the upload began. */
export interface UploadWanted {
  readonly acl?: Acl;
  readonly encryption?: ObjectEncryption;
  readonly lock?: ObjectLock;
}

export interface UploadChecksum {
  readonly algorithm: Algorithm;
  readonly type: ChecksumType;
  /** Whether the client asked for it; what S3 does by itself is not shown before the end. */
  readonly isAsked: boolean;
}

export interface Part {
  readonly number: number;
  readonly sizeBytes: number;
  readonly etag: string;
  readonly modifiedMs: number;
  /** Undefined for an empty part. */
  readonly blob: string | undefined;
  /** Base 64, by the upload's algorithm. */
  readonly checksum: string;
  /** Base 64: of bytes encrypted with a customer's key, where their counter begins. */
  readonly iv: string | undefined;
}

/** Where a part's bytes are. */
export interface PartBlob {
  readonly upload: string;
  readonly number: number;
  readonly blob: string | undefined;
}

export const uploadMigrations: readonly Migration[] = [
  {
    name: "uploads",
    sql: `
      CREATE TABLE s3_uploads (
        partition BIGINT NOT NULL,
        key TEXT NOT NULL,
        id TEXT NOT NULL,
        initiated_ms BIGINT NOT NULL,
        initiator TEXT NOT NULL,
        description TEXT NOT NULL,
        checksum TEXT NOT NULL,
        PRIMARY KEY (partition, key, id)
      );
      CREATE TABLE s3_parts (
        partition BIGINT NOT NULL,
        upload TEXT NOT NULL,
        number BIGINT NOT NULL,
        size_bytes BIGINT NOT NULL,
        etag TEXT NOT NULL,
        modified_ms BIGINT NOT NULL,
        blob TEXT,
        checksum TEXT NOT NULL,
        PRIMARY KEY (partition, upload, number)
      );`,
  },
  {
    name: "uploads-wanted",
    sql: `
      ALTER TABLE s3_uploads ADD COLUMN wanted TEXT;
      ALTER TABLE s3_parts ADD COLUMN iv TEXT;`,
  },
  {
    name: "uploads-deleted-keys",
    sql: "ALTER TABLE s3_uploads ADD COLUMN key_deleted BIGINT NOT NULL DEFAULT 0;",
  },
];

export const uploadStore = {
  async find(tx: ReadTransaction, key: string, id: string): Promise<Upload | undefined> {
    const row = await tx.get(get, { key, id });
    return row && toUpload(row);
  },

  /** Whether there is an upload of that id, of any key. It looks through all uploads of the bucket: for a request that is wrong. */
  async hasId(tx: ReadTransaction, id: string): Promise<boolean> {
    return (await tx.get(findId, { id })) !== undefined;
  },

  async add(tx: WriteTransaction, upload: Upload): Promise<void> {
    const { key, id, initiatedMs } = upload;
    const initiator = JSON.stringify(upload.initiator);
    const description = JSON.stringify(upload.description);
    const checksum = JSON.stringify(upload.checksum);
    await tx.run(add, {
      key,
      id,
      initiatedMs,
      initiator,
      description,
      checksum,
      wanted: JSON.stringify(upload.wanted),
    });
  },

  /** The upload with its parts. */
  async remove(tx: WriteTransaction, { key, id }: Upload): Promise<void> {
    await tx.run(remove, { key, id });
    await tx.run(removeParts, { upload: id });
  },

  /** Tells the uploads of a key that it was deleted. */
  async noteDeletion(tx: WriteTransaction, key: string): Promise<void> {
    await tx.run(noteDeletion, { key });
  },

  async listAfter(tx: ReadTransaction, key: string, id: string, limit: number): Promise<Upload[]> {
    return (await tx.all(listAfter, { key, id, limit })).map(toUpload);
  },

  async listFrom(tx: ReadTransaction, key: string, limit: number): Promise<Upload[]> {
    return (await tx.all(listFrom, { key, limit })).map(toUpload);
  },

  async findPart(tx: ReadTransaction, upload: string, number: number): Promise<Part | undefined> {
    const row = await tx.get(getPart, { upload, number });
    return row && toPart(row);
  },

  async putPart(tx: WriteTransaction, upload: string, part: Part): Promise<void> {
    await tx.run(putPart, { upload, ...part, blob: part.blob ?? null, iv: part.iv ?? null });
  },

  /** In the order of their numbers, after a number. */
  async parts(tx: ReadTransaction, upload: string, after: number, limit: number): Promise<Part[]> {
    return (await tx.all(listParts, { upload, after, limit })).map(toPart);
  },

  /** Takes parts with their blobs out, of whatever upload. */
  async takeBlobs(tx: WriteTransaction, limit: number): Promise<string[]> {
    const rows = await tx.all(anyParts, { limit });
    for (const { upload, number } of rows) await tx.run(removePart, { upload, number });
    return rows.flatMap(({ blob }) => (blob === null ? [] : [blob]));
  },

  /** The blobs of all parts, a page after a place, for the sweeper of orphaned blobs. */
  async blobsAfter(tx: ReadTransaction, { upload, number }: PartBlob, limit: number): Promise<PartBlob[]> {
    return (await tx.all(partsAfter, { upload, number, limit })).map(({ upload, number, blob }) => ({
      upload,
      number,
      blob: blob ?? undefined,
    }));
  },
};

interface UploadRow {
  readonly key: string;
  readonly id: string;
  readonly initiated_ms: number;
  readonly initiator: string;
  readonly description: string;
  readonly checksum: string;
  readonly wanted: string | null;
  readonly key_deleted: number;
}

interface PartRow {
  readonly number: number;
  readonly size_bytes: number;
  readonly etag: string;
  readonly modified_ms: number;
  readonly blob: string | null;
  readonly checksum: string;
  readonly iv: string | null;
}

type BlobRow = Pick<PartRow, "number" | "blob"> & { readonly upload: string };

const uploadColumns = "key, id, initiated_ms, initiator, description, checksum, wanted";
const partColumns = "number, size_bytes, etag, modified_ms, blob, checksum, iv";

const get = sql<{ key: string; id: string }, UploadRow>(
  `SELECT ${uploadColumns}, key_deleted FROM s3_uploads WHERE partition = :partition AND key = :key AND id = :id`,
);
const findId = sql<{ id: string }, { found: number }>(
  "SELECT 1 AS found FROM s3_uploads WHERE partition = :partition AND id = :id LIMIT 1",
);
const add = sql<{
  key: string;
  id: string;
  initiatedMs: number;
  initiator: string;
  description: string;
  checksum: string;
  wanted: string;
}>(
  `INSERT INTO s3_uploads (partition, ${uploadColumns})
   VALUES (:partition, :key, :id, :initiatedMs, :initiator, :description, :checksum, :wanted)`,
);
const noteDeletion = sql<{ key: string }>(
  "UPDATE s3_uploads SET key_deleted = 1 WHERE partition = :partition AND key = :key",
);
const remove = sql<{ key: string; id: string }>(
  "DELETE FROM s3_uploads WHERE partition = :partition AND key = :key AND id = :id",
);
const removeParts = sql<{ upload: string }>("DELETE FROM s3_parts WHERE partition = :partition AND upload = :upload");
const listAfter = sql<{ key: string; id: string; limit: number }, UploadRow>(
  `SELECT ${uploadColumns}, key_deleted FROM s3_uploads
   WHERE partition = :partition AND (key, id) > (:key, :id) ORDER BY key, id LIMIT :limit`,
);
const listFrom = sql<{ key: string; limit: number }, UploadRow>(
  `SELECT ${uploadColumns}, key_deleted FROM s3_uploads WHERE partition = :partition AND key >= :key ORDER BY key, id LIMIT :limit`,
);
const getPart = sql<{ upload: string; number: number }, PartRow>(
  `SELECT ${partColumns} FROM s3_parts WHERE partition = :partition AND upload = :upload AND number = :number`,
);
const putPart = sql<{
  upload: string;
  number: number;
  sizeBytes: number;
  etag: string;
  modifiedMs: number;
  blob: string | null;
  checksum: string;
  iv: string | null;
}>(
  `INSERT INTO s3_parts (partition, upload, ${partColumns})
   VALUES (:partition, :upload, :number, :sizeBytes, :etag, :modifiedMs, :blob, :checksum, :iv)
   ON CONFLICT (partition, upload, number) DO UPDATE SET size_bytes = excluded.size_bytes, etag = excluded.etag,
     modified_ms = excluded.modified_ms, blob = excluded.blob, checksum = excluded.checksum,
     iv = excluded.iv`,
);
const listParts = sql<{ upload: string; after: number; limit: number }, PartRow>(
  `SELECT ${partColumns} FROM s3_parts WHERE partition = :partition AND upload = :upload AND number > :after
   ORDER BY number LIMIT :limit`,
);
const anyParts = sql<{ limit: number }, BlobRow>(
  "SELECT upload, number, blob FROM s3_parts WHERE partition = :partition LIMIT :limit",
);
const removePart = sql<{ upload: string; number: number }>(
  "DELETE FROM s3_parts WHERE partition = :partition AND upload = :upload AND number = :number",
);
const partsAfter = sql<{ upload: string; number: number; limit: number }, BlobRow>(
  `SELECT upload, number, blob FROM s3_parts
   WHERE partition = :partition AND (upload, number) > (:upload, :number)
   ORDER BY upload, number LIMIT :limit`,
);

function toUpload(row: UploadRow): Upload {
  return {
    id: row.id,
    key: row.key,
    initiatedMs: row.initiated_ms,
    initiator: JSON.parse(row.initiator),
    description: JSON.parse(row.description),
    checksum: JSON.parse(row.checksum),
    wanted: row.wanted === null ? {} : JSON.parse(row.wanted),
    isKeyDeleted: row.key_deleted !== 0,
  };
}

function toPart(row: PartRow): Part {
  return {
    number: row.number,
    sizeBytes: row.size_bytes,
    etag: row.etag,
    modifiedMs: row.modified_ms,
    blob: row.blob ?? undefined,
    checksum: row.checksum,
    iv: row.iv ?? undefined,
  };
}
