import { type OwnedLease, type Shards, shardCount } from "../../../cluster/cluster.ts";
import { eachPartition } from "../../../storage/each-partition.ts";
import { eachRow } from "../../../storage/each-row.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { type Pipe, pipesKey, pipesKind } from "../pipes/pipe.ts";
import { pipeStore } from "../pipes/pipe-store.ts";

/** What reads a pipe's source. */
export interface PipeRunner {
  start(): void;
  /** Fulfilled when what has been taken is handled. */
  stop(): Promise<void>;
  lose(): void;
}

/** Loaded when the first pipe is to run. */
export type MakeRunner = (pipe: Pipe, lease: OwnedLease) => Promise<PipeRunner>;

const pipesAtOnce = 500;
const retryMs = 1_000;

/** Runs the pipes that this server owns, each by the hash of its name, as they are in the database: whoever has changed one says so. */
export class PipeRunners {
  readonly #host: ServiceHost;
  readonly #make: MakeRunner;
  readonly #running = new Map<string, { readonly revision: string; readonly runner: PipeRunner }>();
  readonly #stopping = new Set<Promise<void>>();
  /** What is done with a pipe, one thing after the other. */
  readonly #aligning = new Map<string, Promise<void>>();
  #shards: Shards | undefined;
  #begun = new Set<number>();
  #looking: Promise<void> | undefined;
  #stopListening: () => void = () => {};

  constructor(host: ServiceHost, make: MakeRunner) {
    this.#host = host;
    this.#make = make;
  }

  start(): void {
    const { ownership, nodes } = this.#host;
    this.#shards = ownership.divide(pipesKind, {
      begin: (shard) => this.#look([shard]),
      end: (shard, _lease, why) => this.#end(shard, why),
      woken: (key) => this.#alignSoon(key),
    });
    // A node that has died may have changed a pipe and told nobody.
    this.#stopListening = nodes.onChange(({ gone }) => {
      if (gone.length > 0) this.#look(Array.from({ length: shardCount }, (_, shard) => shard));
    });
  }

  /** Told after a pipe has been written or removed: its owner looks at it. */
  changed(pipe: Place & { readonly name: string }): void {
    this.#shards?.wake(textOf(pipe));
  }

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
        runner.lose();
      }
    }
    await Promise.all(this.#stopping);
  }

  #stopOne(text: string): void {
    const running = this.#running.get(text);
    if (!running) return;
    this.#running.delete(text);
    const stopped = running.runner.stop().catch(() => {});
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
    const lease = this.#shards?.lease(text);
    if (!lease) return;
    const { name, ...at } = fromText(text);
    try {
      const pipe = await this.#host.storage.partition(pipesKey(at)).read((tx) => pipeStore.find(tx, at, name));
      const isToRun = pipe?.state === "RUNNING";
      if (isToRun && this.#running.get(text)?.revision === pipe.revision) return;
      this.#stopOne(text);
      if (!isToRun || !lease.isHeld()) return;
      const runner = await this.#make(pipe, lease);
      if (!this.#shards) return;
      this.#running.set(text, { revision: pipe.revision, runner });
      runner.start();
    } catch (error) {
      this.#host.log.error("a pipe could not be run", { name, error: String(error) });
      this.#host.clock.afterMachine(retryMs, () => this.#alignSoon(text));
    }
  }

  #look(shards: readonly number[]): void {
    for (const shard of shards) this.#begun.add(shard);
    this.#looking ??= this.#lookForPipes().finally(() => {
      this.#looking = undefined;
      if (this.#begun.size > 0 && this.#shards) this.#look([]);
    });
  }

  async #lookForPipes(): Promise<void> {
    // Shards begin one after the other: one look is for all that have begun by then.
    await new Promise(setImmediate);
    const begun = this.#begun;
    this.#begun = new Set();
    const { storage, log, clock } = this.#host;
    try {
      for await (const key of eachPartition(storage, pipesKind)) {
        const page = (after: Pipe | undefined) =>
          storage
            .partition(key)
            .read((tx) => pipeStore.list(tx, key, { prefix: "", after: after?.name ?? "", limit: pipesAtOnce }));
        for await (const pipe of eachRow(page, pipesAtOnce)) {
          if (!this.#shards) return;
          if (begun.has(this.#shards.of(textOf(pipe)))) this.#alignSoon(textOf(pipe));
        }
      }
    } catch (error) {
      log.error("pipes could not be looked through", { error: String(error) });
      await new Promise<void>((resolve) => clock.afterMachine(retryMs, resolve));
      for (const shard of begun) this.#begun.add(shard);
    }
  }
}

function textOf({ account, region, name }: Place & { readonly name: string }): string {
  return `${account} ${region} ${name}`;
}

function fromText(text: string): Place & { readonly name: string } {
  const [account = "", region = "", name = ""] = text.split(" ");
  return { account, region, name };
}
