import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Page } from "./record-store.ts";

/**
 * Kinds of links, from source to target:
 * `thing-principal` thing → ARN of a certificate, `policy-target` ARN of a certificate or group → policy, `group-thing` group → thing, `billing-thing` billing group → thing.
 */
export type LinkKind = "thing-principal" | "policy-target" | "group-thing" | "billing-thing";

/** One end of a link, and what is known of the link. */
export interface Link {
  readonly name: string;
  readonly record: { readonly isExclusive?: boolean };
}

interface Row {
  name: string;
  record: string;
}

/** Each link is a row at both of its ends: one column tells which rows a write has changed, and a list from either end is one range. */
export const linkStore = {
  async put(
    tx: WriteTransaction,
    kind: LinkKind,
    ends: { readonly from: string; readonly to: string },
    record: Link["record"] = {},
  ): Promise<void> {
    const text = JSON.stringify(record);
    await tx.run(put, { at: fromEnd(kind, ends.from), other: ends.to, record: text });
    await tx.run(put, { at: toEnd(kind, ends.to), other: ends.from, record: text });
  },

  /** Whether there was one. */
  async remove(tx: WriteTransaction, kind: LinkKind, from: string, to: string): Promise<boolean> {
    await tx.run(remove, { at: toEnd(kind, to), other: from });
    return (await tx.change(remove, { at: fromEnd(kind, from), other: to })) > 0;
  },

  async find(tx: ReadTransaction, kind: LinkKind, from: string, to: string): Promise<Link | undefined> {
    const row = await tx.get(find, { at: fromEnd(kind, from), other: to });
    return row && toLink(row);
  },

  /** By their names. */
  async targets(tx: ReadTransaction, kind: LinkKind, from: string, page: Page): Promise<Link[]> {
    return (await tx.all(list, { at: fromEnd(kind, from), ...page })).map(toLink);
  },

  async sources(tx: ReadTransaction, kind: LinkKind, to: string, page: Page): Promise<Link[]> {
    return (await tx.all(list, { at: toEnd(kind, to), ...page })).map(toLink);
  },

  /** All that go from there. */
  async removeTargets(tx: WriteTransaction, kind: LinkKind, from: string): Promise<void> {
    const at = fromEnd(kind, from);
    for (const { name } of await tx.all(list, { at, after: "", limit: all }))
      await tx.run(remove, { at: toEnd(kind, name), other: from });
    await tx.run(removeAll, { at });
  },

  async removeSources(tx: WriteTransaction, kind: LinkKind, to: string): Promise<void> {
    const at = toEnd(kind, to);
    for (const { name } of await tx.all(list, { at, after: "", limit: all }))
      await tx.run(remove, { at: fromEnd(kind, name), other: to });
    await tx.run(removeAll, { at });
  },

  /** For caches: at an end. */
  async at(tx: ReadTransaction, end: string, limit: number): Promise<Link[]> {
    return (await tx.all(list, { at: end, after: "", limit })).map(toLink);
  },
};

const all = 1_000_000;

export function fromEnd(kind: LinkKind, from: string): string {
  return `>${kind} ${from}`;
}

export function toEnd(kind: LinkKind, to: string): string {
  return `<${kind} ${to}`;
}

function toLink({ name, record }: Row): Link {
  return { name, record: JSON.parse(record) };
}

type Ends = { at: string; other: string };

const put = sql<Ends & { record: string }>(
  `INSERT INTO iot_links (partition, at_end, other_end, record) VALUES (:partition, :at, :other, :record)
   ON CONFLICT (partition, at_end, other_end) DO UPDATE SET record = excluded.record`,
);
const remove = sql<Ends>("DELETE FROM iot_links WHERE partition = :partition AND at_end = :at AND other_end = :other");
const removeAll = sql<{ at: string }>("DELETE FROM iot_links WHERE partition = :partition AND at_end = :at");
const find = sql<Ends, Row>(
  "SELECT other_end AS name, record FROM iot_links WHERE partition = :partition AND at_end = :at AND other_end = :other",
);
const list = sql<{ at: string; after: string; limit: number }, Row>(
  `SELECT other_end AS name, record FROM iot_links WHERE partition = :partition AND at_end = :at AND other_end > :after
   ORDER BY other_end LIMIT :limit`,
);
