import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import type { KnownTable } from "../tables/known-table.ts";
import type { TableDirectory } from "../tables/table-directory.ts";
import { considerDivision } from "./begin-division.ts";

/** Bytes that are written to a partition between two looks at how large it is. */
const lookEveryBytes = limits.partitions.bytes / 16;
/** Tables whose writes are counted: beyond, all are counted anew. */
const mostTables = 10_000;

/** Notices that a partition has grown too large: with the first write of this server to it, and from then on after so many bytes. */
export class Growth {
  readonly #host: ServiceHost;
  readonly #tables: TableDirectory;
  /** By the tables' ids: of each partition, how many bytes may be written before the next look. */
  readonly #left = new Map<string, number[]>();

  constructor(host: ServiceHost, tables: TableDirectory) {
    this.#host = host;
    this.#tables = tables;
  }

  wrote({ id, account, region, name }: KnownTable, partition: number, bytes: number): void {
    let left = this.#left.get(id);
    if (!left) {
      if (this.#left.size >= mostTables) this.#left.clear();
      left = [];
      this.#left.set(id, left);
    }
    const rest = (left[partition] ?? 0) - bytes;
    left[partition] = rest > 0 ? rest : lookEveryBytes;
    if (rest > 0) return;
    // Nobody waits for it, and the next look makes good for one that failed.
    considerDivision({ host: this.#host, state: { tables: this.#tables } }, { account, region, table: name }).catch(
      (error: unknown) => this.#host.log.debug("a table's partitions could not be looked at", { error: String(error) }),
    );
  }
}
