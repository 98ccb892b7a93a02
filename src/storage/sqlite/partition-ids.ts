import type { StatementSync } from "node:sqlite";
import type { PartitionKey } from "../database.ts";
import type { SqliteConnection } from "./connection.ts";

/** Ids of committed partitions that are remembered, by `keyText`. */
export class PartitionIds {
  readonly #ids = new Map<string, number>();

  get(text: string): number | undefined {
    return this.#ids.get(text);
  }

  set(text: string, id: number): void {
    this.#ids.set(text, id);
    if (this.#ids.size <= largestCache) return;
    for (const oldest of this.#ids.keys()) {
      this.#ids.delete(oldest);
      return;
    }
  }

  delete(text: string): void {
    this.#ids.delete(text);
  }

  clear(): void {
    this.#ids.clear();
  }
}

const largestCache = 50_000;

/** Looks a partition's id up on one connection. */
export function createPartitionFinder(connection: SqliteConnection): (key: PartitionKey) => number | undefined {
  const find: StatementSync = connection.prepare(
    "SELECT id FROM squall_partitions WHERE kind = ? AND account = ? AND region = ? AND name = ?",
  );
  return ({ kind, account, region, name }) => find.get(kind, account, region, name)?.id as number | undefined;
}
