import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import { tagStore } from "../../block-storage/tag-store.ts";
import type { Place } from "../../service.ts";
import { checkId } from "./resource-id.ts";

export const resourceMigrations: readonly Migration[] = [
  {
    name: "resources",
    sql: `
      CREATE TABLE ec2_resources (
        partition BIGINT NOT NULL,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        parent TEXT NOT NULL,
        resource TEXT NOT NULL,
        PRIMARY KEY (partition, kind, id)
      );
      CREATE INDEX ec2_resources_by_parent ON ec2_resources (partition, kind, parent);`,
  },
  {
    // What others may launch is found by it (`images/image.ts`).
    name: "lent-images",
    sql: `
      UPDATE ec2_resources SET parent = 'lent' WHERE kind = 'image'
        AND (resource LIKE '%"isPublic":true%' OR resource LIKE '%"launchableBy":["%');`,
  },
];

interface KindOptions<T> {
  /** As tags, ARNs and the rows name it: `security-group`. */
  readonly name: string;
  /** Of its ids: `sg`. */
  readonly prefix: string;
  /** The first half of the error's code for what is no id of the kind: `InvalidGroupId`. */
  readonly code: string;
  readonly notFound: (id: string) => Error;
  /** What it hangs on and is listed by: a rule's group. */
  readonly parentOf?: (resource: T) => string;
  /** What each account has from its beginning. It has no rows until something of the kind is changed: the ids are the same wherever they are made. */
  readonly standing?: (place: Place) => readonly T[];
}

/** Resources of one kind, in the partition of their account and region. */
export interface Kind<T extends { readonly id: string }> {
  readonly name: string;
  readonly prefix: string;
  find(tx: ReadTransaction, place: Place, id: string): Promise<T | undefined>;
  /** Throws for what is no id of the kind, and for what is not there. */
  require(tx: ReadTransaction, place: Place, id: string): Promise<T>;
  /** Each once, in the order of the ids. */
  requireAll(tx: ReadTransaction, place: Place, ids: readonly string[]): Promise<T[]>;
  /** In the order of their ids. */
  list(tx: ReadTransaction, place: Place): Promise<T[]>;
  listOf(tx: ReadTransaction, place: Place, parent: string): Promise<T[]>;
  put(tx: WriteTransaction, place: Place, resource: T): Promise<void>;
  /** With its tags. */
  remove(tx: WriteTransaction, place: Place, id: string): Promise<void>;
}

export function defineKind<T extends { readonly id: string }>(options: KindOptions<T>): Kind<T> {
  const { name: kind, prefix, code, notFound, parentOf = () => "", standing } = options;

  /** Those that have no rows yet; none once something of the kind was changed. */
  const unwritten = async (tx: ReadTransaction, place: Place): Promise<readonly T[]> =>
    standing && !(await tx.get(find, { kind: writtenKind, id: kind })) ? standing(place) : [];

  const write = (tx: WriteTransaction, resource: T) =>
    tx.run(put, { kind, id: resource.id, parent: parentOf(resource), resource: JSON.stringify(resource) });

  const settle = async (tx: WriteTransaction, place: Place): Promise<void> => {
    const resources = await unwritten(tx, place);
    if (resources.length === 0) return;
    await tx.run(put, { kind: writtenKind, id: kind, parent: "", resource: "{}" });
    for (const resource of resources) await write(tx, resource);
  };

  const self: Kind<T> = {
    name: kind,
    prefix,
    async find(tx, place, id) {
      const row = await tx.get(find, { kind, id });
      if (row) return JSON.parse(row.resource) as T;
      return standing && (await unwritten(tx, place)).find((resource) => resource.id === id);
    },
    async require(tx, place, id) {
      checkId(id, prefix, code);
      const found = await self.find(tx, place, id);
      if (!found) throw notFound(id);
      return found;
    },
    async requireAll(tx, place, ids) {
      for (const id of ids) checkId(id, prefix, code);
      const found: T[] = [];
      for (const id of new Set(ids)) found.push(await self.require(tx, place, id));
      return found;
    },
    async list(tx, place) {
      const rows = await tx.all(list, { kind });
      if (rows.length > 0 || !standing) return rows.map(({ resource }) => JSON.parse(resource) as T);
      return [...(await unwritten(tx, place))].sort((left, right) => (left.id < right.id ? -1 : 1));
    },
    async listOf(tx, place, parent) {
      const rows = await tx.all(listOf, { kind, parent });
      if (rows.length > 0 || !standing) return rows.map(({ resource }) => JSON.parse(resource) as T);
      return (await unwritten(tx, place)).filter((resource) => parentOf(resource) === parent);
    },
    async put(tx, place, resource) {
      await settle(tx, place);
      await write(tx, resource);
    },
    async remove(tx, place, id) {
      await settle(tx, place);
      await tx.run(remove, { kind, id });
      await tagStore.removeAll(tx, id);
    },
  };
  return self;
}

/** Marks the kinds whose standing resources have become rows. */
const writtenKind = "written";

type Row = { readonly resource: string };

const find = sql<{ kind: string; id: string }, Row>(
  "SELECT resource FROM ec2_resources WHERE partition = :partition AND kind = :kind AND id = :id",
);
const list = sql<{ kind: string }, Row>(
  "SELECT resource FROM ec2_resources WHERE partition = :partition AND kind = :kind ORDER BY id",
);
const listOf = sql<{ kind: string; parent: string }, Row>(
  "SELECT resource FROM ec2_resources WHERE partition = :partition AND kind = :kind AND parent = :parent ORDER BY id",
);
const put = sql<{ kind: string; id: string; parent: string; resource: string }>(
  `INSERT INTO ec2_resources (partition, kind, id, parent, resource) VALUES (:partition, :kind, :id, :parent, :resource)
   ON CONFLICT (partition, kind, id) DO UPDATE SET parent = excluded.parent, resource = excluded.resource`,
);
const remove = sql<{ kind: string; id: string }>(
  "DELETE FROM ec2_resources WHERE partition = :partition AND kind = :kind AND id = :id",
);
