import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import { type Page, rowId } from "./record-store.ts";

/**
 * Kinds of links, from source to target:
 * `thing-principal` thing → ARN of a certificate, `policy-target` ARN of a certificate or group → policy, `group-thing` group → thing.
 */
export type LinkKind = "thing-principal" | "policy-target" | "group-thing";

/** One end of a link, and what is known of the link. */
export interface Link {
  readonly name: string;
  readonly record: { readonly isExclusive?: boolean };
}

interface Row {
  name: string;
  record: string;
}

export const linkStore = {
  async put(
    tx: WriteTransaction,
    kind: LinkKind,
    ends: { readonly from: string; readonly to: string },
    record: Link["record"] = {},
  ): Promise<void> {
    const source = rowId(kind, ends.from);
    await tx.run(put, { source, target: rowId(kind, ends.to), record: JSON.stringify(record) });
  },

  /** Whether there was one. */
  async remove(tx: WriteTransaction, kind: LinkKind, from: string, to: string): Promise<boolean> {
    return (await tx.change(remove, { source: rowId(kind, from), target: rowId(kind, to) })) > 0;
  },

  async find(tx: ReadTransaction, kind: LinkKind, from: string, to: string): Promise<Link | undefined> {
    const row = await tx.get(find, { source: rowId(kind, from), target: rowId(kind, to) });
    return row && toLink(kind, row);
  },

  /** By their names. */
  async targets(tx: ReadTransaction, kind: string, from: string, { after, limit }: Page): Promise<Link[]> {
    const rows = await tx.all(targets, { source: rowId(kind, from), after: rowId(kind, after), limit });
    return rows.map((row) => toLink(kind, row));
  },

  async sources(tx: ReadTransaction, kind: string, to: string, { after, limit }: Page): Promise<Link[]> {
    const rows = await tx.all(sources, { target: rowId(kind, to), after: rowId(kind, after), limit });
    return rows.map((row) => toLink(kind, row));
  },

  async removeTargets(tx: WriteTransaction, kind: LinkKind, from: string): Promise<void> {
    await tx.run(removeTargets, { source: rowId(kind, from) });
  },

  async removeSources(tx: WriteTransaction, kind: LinkKind, to: string): Promise<void> {
    await tx.run(removeSources, { target: rowId(kind, to) });
  },
};

function toLink(kind: string, { name, record }: Row): Link {
  return { name: name.slice(kind.length + 1), record: JSON.parse(record) };
}

type Ends = { source: string; target: string };

const put = sql<Ends & { record: string }>(
  `INSERT INTO iot_links (partition, source, target, record) VALUES (:partition, :source, :target, :record)
   ON CONFLICT (partition, source, target) DO UPDATE SET record = excluded.record`,
);
const remove = sql<Ends>("DELETE FROM iot_links WHERE partition = :partition AND source = :source AND target = :target");
const find = sql<Ends, Row>(
  "SELECT target AS name, record FROM iot_links WHERE partition = :partition AND source = :source AND target = :target",
);
const targets = sql<{ source: string; after: string; limit: number }, Row>(
  `SELECT target AS name, record FROM iot_links WHERE partition = :partition AND source = :source AND target > :after
   ORDER BY target LIMIT :limit`,
);
const sources = sql<{ target: string; after: string; limit: number }, Row>(
  `SELECT source AS name, record FROM iot_links WHERE partition = :partition AND target = :target AND source > :after
   ORDER BY source LIMIT :limit`,
);
const removeTargets = sql<{ source: string }>("DELETE FROM iot_links WHERE partition = :partition AND source = :source");
const removeSources = sql<{ target: string }>("DELETE FROM iot_links WHERE partition = :partition AND target = :target");
