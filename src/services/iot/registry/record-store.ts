import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";

/**
 * The registry of an account and region is one partition, so that a thing that goes and what is attached to it are one commit. It has two tables: records, each a
 * document of its kind (`thing`, `certificate`, …) under a name, and links from one record to another, which are found from both of their ends. What tells a row is one text that
 * begins with the kind: caches know by it which of their values a write has changed.
 */
export const registryMigrations: readonly Migration[] = [
  {
    name: "001-registry",
    sql: `
      CREATE TABLE iot_records (
        partition BIGINT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, position TEXT NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (partition, id)
      );
      CREATE INDEX iot_records_by_position ON iot_records (partition, kind, position);
      CREATE TABLE iot_links (
        partition BIGINT NOT NULL, at_end TEXT NOT NULL, other_end TEXT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (partition, at_end, other_end)
      );
    `,
  },
];

/** A page of a list in its order: at most `limit` after `after`, which is a position. */
export interface Page {
  readonly after: string;
  readonly limit: number;
}

export interface StoredRecord<R> {
  readonly name: string;
  readonly position: string;
  readonly record: R;
}

interface Row {
  name: string;
  position: string;
  record: string;
}

/** Documents of one kind, by their names. */
export class RecordStore<R> {
  readonly kind: string;
  readonly #positionOf: (name: string, record: R) => string;

  /** Lists are in the order of `positionOf`, which must be unique; without it in that of the names. */
  constructor(kind: string, positionOf: (name: string, record: R) => string = (name) => name) {
    this.kind = kind;
    this.#positionOf = positionOf;
  }

  async find(tx: ReadTransaction, name: string): Promise<R | undefined> {
    const row = await tx.get(find, { id: rowId(this.kind, name) });
    return row && JSON.parse(row.record);
  }

  async put(tx: WriteTransaction, name: string, record: R): Promise<void> {
    const position = this.#positionOf(name, record);
    await tx.run(put, { id: rowId(this.kind, name), kind: this.kind, name, position, record: JSON.stringify(record) });
  }

  async remove(tx: WriteTransaction, name: string): Promise<void> {
    await tx.run(remove, { id: rowId(this.kind, name) });
  }

  async count(tx: ReadTransaction): Promise<number> {
    return (await tx.get(count, { kind: this.kind }))?.count ?? 0;
  }

  async list(tx: ReadTransaction, page: Page): Promise<StoredRecord<R>[]> {
    return (await tx.all(list, { kind: this.kind, ...page })).map(toStored<R>);
  }

  /** Those whose position begins with `prefix`. */
  async listFrom(tx: ReadTransaction, prefix: string, page: Page): Promise<StoredRecord<R>[]> {
    const after = page.after > prefix ? page.after : prefix;
    const rows = await tx.all(listTo, { kind: this.kind, after, end: `${prefix}\u{10ffff}`, limit: page.limit });
    return rows.map(toStored<R>);
  }

  /** The last ones first; `after` is empty for the first page. */
  async listBackwards(tx: ReadTransaction, page: Page): Promise<StoredRecord<R>[]> {
    const before = page.after === "" ? "\u{10ffff}" : page.after;
    return (await tx.all(listDown, { kind: this.kind, before, limit: page.limit })).map(toStored<R>);
  }
}

function toStored<R>({ name, position, record }: Row): StoredRecord<R> {
  return { name, position, record: JSON.parse(record) };
}

/** `thing pump` */
export function rowId(kind: string, name: string): string {
  return `${kind} ${name}`;
}

const find = sql<{ id: string }, Row>(
  "SELECT name, position, record FROM iot_records WHERE partition = :partition AND id = :id",
);
const put = sql<{ id: string; kind: string; name: string; position: string; record: string }>(
  `INSERT INTO iot_records (partition, id, kind, name, position, record) VALUES (:partition, :id, :kind, :name, :position, :record)
   ON CONFLICT (partition, id) DO UPDATE SET position = excluded.position, record = excluded.record`,
);
const remove = sql<{ id: string }>("DELETE FROM iot_records WHERE partition = :partition AND id = :id");
const count = sql<{ kind: string }, { count: number }>(
  "SELECT COUNT(*) AS count FROM iot_records WHERE partition = :partition AND kind = :kind",
);
const list = sql<{ kind: string; after: string; limit: number }, Row>(
  `SELECT name, position, record FROM iot_records WHERE partition = :partition AND kind = :kind AND position > :after
   ORDER BY position LIMIT :limit`,
);
const listTo = sql<{ kind: string; after: string; end: string; limit: number }, Row>(
  `SELECT name, position, record FROM iot_records WHERE partition = :partition AND kind = :kind AND position > :after
   AND position < :end ORDER BY position LIMIT :limit`,
);
const listDown = sql<{ kind: string; before: string; limit: number }, Row>(
  `SELECT name, position, record FROM iot_records WHERE partition = :partition AND kind = :kind AND position < :before
   ORDER BY position DESC LIMIT :limit`,
);

/** What the registry's cache reads of any kind. */
export const recordStatements = { find };
