import { type OwnedLease, type Shards, shardCount } from "../../cluster/cluster.ts";
import type { ReadTransaction } from "../../storage/database.ts";
import { eachPartition } from "../../storage/each-partition.ts";
import { eachRow } from "../../storage/each-row.ts";
import type { Place, ServiceHost } from "../service-host.ts";

/** What works for a row as long as this server owns it: what reads a source. */
export interface Runner {
  start(): void;
  /** Fulfilled when what has been taken is handled. */
  stop(): Promise<void>;
  /** Another server has the row by now: nothing more is begun, and nothing waited for. */
  lose(): void;
}

/** Rows of which each is to have one runner, of all servers: pipes, event source mappings. */
export interface RunnableRows<Row extends Runnable> {
  /** Their partitions' kind: one for each account and region, with no name. */
  readonly kind: string;
  /** The row's name in its account and region; without spaces. */
  readonly idOf: (row: Row) => string;
  readonly find: (tx: ReadTransaction, at: Place, id: string) => Promise<Row | undefined>;
  /** At most `limit` rows of the account and region after the id, by id. */
  readonly list: (tx: ReadTransaction, at: Place, after: string, limit: number) => Promise<readonly Row[]>;
  readonly isToRun: (row: Row) => boolean;
  /** It may be lost or stopped before it is started. */
  readonly make: (row: Row, lease: OwnedLease) => Promise<Runner>;
}

export interface Runnable extends Place {
  /** Changes with each change of what its runner does. */
  readonly revision: string;
}

const rowsAtOnce = 500;
const retryMs = 1_000;

/**
 * The runners of the rows that this server owns. Each row belongs to one server, by the hash of its name: so a source is read in one place, and elsewhere when that
 * server has gone. What it had taken then comes again as the source gives it again. The rows are run as they are in the database: whoever has changed one says so.
 */
export class OwnedRunners<Row extends Runnable> {
  readonly #host: ServiceHost;
  readonly #rows: RunnableRows<Row>;
  readonly #running = new Map<string, { readonly revision: string; readonly runner: Promise<Runner> }>();
  readonly #stopping = new Set<Promise<void>>();
  /** What is done with a row, one thing after the other, so that the last word is the last one read. */
  readonly #aligning = new Map<string, Promise<void>>();
  #shards: Shards | undefined;
  #begun = new Set<number>();
  #looking: Promise<void> | undefined;
  #stopListening: () => void = () => {};

  constructor(host: ServiceHost, rows: RunnableRows<Row>) {
    this.#host = host;
    this.#rows = rows;
  }

  start(): void {
    const { ownership, nodes } = this.#host;
    this.#shards = ownership.divide(this.#rows.kind, {
      begin: (shard) => this.#look([shard]),
      end: (shard, _lease, why) => this.#end(shard, why),
      woken: (key) => this.#alignSoon(key),
    });
    // A node that has died may have changed a row and told nobody.
    this.#stopListening = nodes.onChange(({ gone }) => {
      if (gone.length > 0) this.#look(Array.from({ length: shardCount }, (_, shard) => shard));
    });
  }

  /** Told after a row has been written or removed: its owner looks at it. */
  changed(at: Place, id: string): void {
    this.#shards?.wake(toText(at, id));
  }

  /** Begins nothing more; fulfilled when what has been taken is handled. */
  async stop(): Promise<void> {
    this.#stopListening();
    const shards = this.#shards;
    this.#shards = undefined;
    await this.#looking;
    await Promise.all([...this.#aligning.values()]);
    for (const text of [...this.#running.keys()]) this.#stopOne(text);
    await shards?.close();
    await Promise.all(this.#stopping);
  }

  async #end(shard: number, why: "handed-on" | "lost"): Promise<void> {
    this.#begun.delete(shard);
    for (const [text, { runner }] of [...this.#running]) {
      if (this.#shards?.of(text) !== shard) continue;
      if (why === "handed-on") this.#stopOne(text);
      else {
        this.#running.delete(text);
        void runner.then((made) => made.lose()).catch(() => {});
      }
    }
    await Promise.all(this.#stopping);
  }

  #stopOne(text: string): void {
    const running = this.#running.get(text);
    if (!running) return;
    this.#running.delete(text);
    const stopped = running.runner.then((runner) => runner.stop()).catch(() => {});
    this.#stopping.add(stopped);
    void stopped.then(() => this.#stopping.delete(stopped));
  }

  #alignSoon(text: string): void {
    const aligned = (this.#aligning.get(text) ?? Promise.resolve()).then(() => this.#align(text));
    this.#aligning.set(text, aligned);
    void aligned.then(() => {
      if (this.#aligning.get(text) === aligned) this.#aligning.delete(text);
    });
  }

  async #align(text: string): Promise<void> {
    if (!this.#shards?.lease(text)) return;
    const { id, ...at } = fromText(text);
    const { kind, find, isToRun, make } = this.#rows;
    try {
      const key = { ...at, kind, name: "" };
      const row = await this.#host.storage.partition(key).read((tx) => find(tx, at, id));
      const wanted = row && isToRun(row) ? row : undefined;
      if (wanted && this.#running.get(text)?.revision === wanted.revision) return;
      this.#stopOne(text);
      // The shard may have gone while the row was read: then whoever has it by now runs it.
      const lease = this.#shards?.lease(text);
      if (!wanted || !lease?.isHeld()) return;
      const runner = make(wanted, lease);
      // Known before it is made: a shard that ends meanwhile ends it, too.
      this.#running.set(text, { revision: wanted.revision, runner });
      runner.catch(() => this.#running.delete(text));
      const made = await runner;
      if (this.#running.get(text)?.runner === runner) made.start();
    } catch (error) {
      this.#host.log.error("a source could not be read", { kind, id, error: String(error) });
      this.#host.clock.afterMachine(retryMs, () => this.#alignSoon(text));
    }
  }

  /** Shards begin one after the other: one look is for all that have begun by then. */
  #look(shards: readonly number[]): void {
    for (const shard of shards) this.#begun.add(shard);
    this.#looking ??= this.#lookThrough().finally(() => {
      this.#looking = undefined;
      if (this.#begun.size > 0 && this.#shards) this.#look([]);
    });
  }

  async #lookThrough(): Promise<void> {
    await new Promise(setImmediate);
    const begun = this.#begun;
    this.#begun = new Set();
    const { storage, log, clock } = this.#host;
    const { kind, list, idOf } = this.#rows;
    try {
      for await (const key of eachPartition(storage, kind)) {
        const page = (after: Row | undefined) =>
          storage.partition(key).read((tx) => list(tx, key, after ? idOf(after) : "", rowsAtOnce));
        for await (const row of eachRow(page, rowsAtOnce)) {
          if (!this.#shards) return;
          const text = toText(row, idOf(row));
          if (begun.has(this.#shards.of(text))) this.#alignSoon(text);
        }
      }
    } catch (error) {
      log.error("sources could not be looked through", { kind, error: String(error) });
      await new Promise<void>((resolve) => clock.afterMachine(retryMs, resolve));
      for (const shard of begun) this.#begun.add(shard);
    }
  }
}

function toText({ account, region }: Place, id: string): string {
  return `${account} ${region} ${id}`;
}

function fromText(text: string): Place & { readonly id: string } {
  const [account = "", region = "", id = ""] = text.split(" ");
  return { account, region, id };
}
