import type { OwnedLease } from "../../../cluster/cluster.ts";
import type { Runner } from "../../event-sources/owned-runners.ts";
import { ShardFamily } from "../../event-sources/shard-family.ts";
import { listShards } from "../../event-sources/stream-shard.ts";
import { functionRoleSession } from "../invocation/role-session.ts";
import type { EventSourceMapping } from "./event-source-mapping.ts";
import { FunctionAdmissions } from "./function-admissions.ts";
import type { MappingParts } from "./mapping-poller.ts";
import type { StreamMapping } from "./stream-mapping.ts";
import { StreamShardRunner } from "./stream-shard-runner.ts";

/** What the stream may have of new shards is looked for after so long. */
const shardsEveryMs = 30_000;
const delayMs = { first: 1_000, longest: 30_000 };

/** Reads the shards of a mapping's stream and has its function handle their records. */
export async function createStreamRunner(
  parts: MappingParts,
  mapping: EventSourceMapping,
  lease: OwnedLease,
): Promise<Runner> {
  return new StreamRunner(parts, mapping, lease);
}

class StreamRunner implements Runner {
  readonly #of: StreamMapping;
  readonly #stopping = new AbortController();
  readonly #shards: StreamShardRunner[] = [];
  readonly #family = new ShardFamily();
  #running: Promise<void> | undefined;

  constructor(parts: MappingParts, mapping: EventSourceMapping, lease: OwnedLease) {
    const { host } = parts;
    const admissions = new FunctionAdmissions(mapping.function, { ...parts, clock: host.clock });
    this.#of = {
      ...parts,
      mapping,
      lease,
      admissions,
      as: async () => (await functionRoleSession(host, (await admissions.target()).record)).as,
      trouble: (error) =>
        host.log.warn("an event source mapping has trouble", {
          uuid: mapping.uuid,
          source: mapping.eventSourceArn,
          error: error instanceof Error ? error.message : String(error),
        }),
    };
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await Promise.all(this.#shards.map((shard) => shard.stop()));
  }

  lose(): void {
    this.#stopping.abort();
    for (const shard of this.#shards) shard.lose();
  }

  /** A stream that is not there, or may not be read, is looked for again. */
  async #run(): Promise<void> {
    const { host, mapping, as, trouble, lease } = this.#of;
    const { signal } = this.#stopping;
    let troubles = 0;
    let told = "";
    while (!signal.aborted) {
      let waitMs = shardsEveryMs;
      try {
        const shards = lease.isHeld() ? await listShards(host, mapping.eventSourceArn, as) : [];
        if (signal.aborted) return;
        for (const listed of this.#family.begin(shards)) {
          const shard = new StreamShardRunner(this.#of, listed, () => this.#family.end(listed.id));
          this.#shards.push(shard);
          shard.start();
        }
        troubles = 0;
        told = "";
      } catch (error) {
        if (signal.aborted) return;
        if (String(error) !== told) trouble(error);
        told = String(error);
        waitMs = Math.min(delayMs.first * 2 ** troubles, delayMs.longest);
        troubles += 1;
      }
      await new Promise<void>((resolve) => {
        const end = () => {
          timer.cancel();
          signal.removeEventListener("abort", end);
          resolve();
        };
        const timer = host.clock.afterMachine(waitMs, end);
        signal.addEventListener("abort", end);
        this.#family.onEnd(end);
      });
    }
  }
}
