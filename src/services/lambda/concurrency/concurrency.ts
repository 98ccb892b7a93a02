import type { Shards, SharedCache } from "../../../cluster/cluster.ts";
import { hashOf } from "../../../cluster/shard-of.ts";
import type { BorrowedPool } from "../../../cluster/slots/borrowed-pool.ts";
import { SlotBorrower } from "../../../cluster/slots/slot-borrower.ts";
import { SlotLender } from "../../../cluster/slots/slot-lender.ts";
import { UnreachableStorageError } from "../../../storage/unreachable-storage-error.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { type FunctionIdentity, qualifiedKey } from "../functions/function.ts";
import type { FunctionDirectory } from "../functions/function-directory.ts";
import { functionPartition, functionStore, functionsKind } from "../functions/function-store.ts";
import type { LambdaSettings } from "../settings.ts";
import { AccountConcurrency } from "./account-concurrency.ts";
import type { CountedInvocations } from "./counted-invocations.ts";
import { LentConcurrency } from "./lent-concurrency.ts";
import { createSlotLimits, groupOf, provisionedPool } from "./slot-pools.ts";

/** What this server counts of accounts that no other server has to know of. */
const mostClaims = 10_000;

/** The concurrency of each account in each region: this server's own, or what it has on loan of that of all servers. */
export class Concurrency {
  readonly #host: ServiceHost;
  readonly #settings: LambdaSettings;
  readonly #known = new Map<string, CountedInvocations>();
  readonly #loading = new Map<string, Promise<CountedInvocations>>();
  readonly #claims: SharedCache<Place, number>;
  readonly #borrower: SlotBorrower;
  readonly #lender: SlotLender;
  #shards: Shards | undefined;

  constructor(host: ServiceHost, functions: FunctionDirectory, settings: LambdaSettings) {
    this.#host = host;
    this.#settings = settings;
    const { nodes, peers, clock, log, caches, storage } = host;
    this.#claims = caches.create<Place, number>({
      most: mostClaims,
      kind: functionsKind,
      tables: { lambda_functions: undefined },
      textOf: groupOf,
      partitionOf: (at) => functionPartition(storage, at).key,
      load: (at) => functionPartition(storage, at).read(functionStore.claimed),
    });
    const trouble = () => (storage.trouble?.() === undefined ? undefined : new UnreachableStorageError());
    this.#borrower = new SlotBorrower({ nodes, peers, clock, ownerOf: (group) => this.#shards?.owner(group), trouble });
    const limits = createSlotLimits({
      limit: settings.concurrentExecutions,
      familyOf: async (named) => (await functions.find(named))?.family,
      claimed: (at) => this.#claims.get(at),
    });
    const leaseOf = (group: string) => this.#shards?.lease(group);
    this.#lender = new SlotLender({ nodes, peers, clock, log, limits, leaseOf });
  }

  /** Where there are other servers, limits are lent by the one that owns them. */
  start(): void {
    if (this.isAlone) return;
    const shards: Shards = this.#host.ownership.divide("lambda.concurrency", {
      // What was lent is asked when the first asks for more.
      begin: () => {},
      end: async (shard) => this.#lender.end((group) => shards.of(group) === shard),
    });
    this.#shards = shards;
  }

  async stop(): Promise<void> {
    await this.#shards?.close();
    this.#shards = undefined;
  }

  /** Without a promise, if it's known: for the invoke path. */
  peek(at: Place): CountedInvocations | undefined {
    return this.#known.get(groupOf(at));
  }

  async of(at: Place): Promise<CountedInvocations> {
    const known = this.peek(at);
    if (known) return known;
    const key = groupOf(at);
    const loading = this.#loading.get(key) ?? this.#load(at);
    this.#loading.set(key, loading);
    return loading.finally(() => this.#loading.delete(key));
  }

  /** A reservation has changed: it holds on every server when this is fulfilled. */
  async refresh(at: Place): Promise<void> {
    if (this.#shards) return this.#borrower.align(groupOf(at));
    const concurrency = await this.of(at);
    if (concurrency instanceof AccountConcurrency) concurrency.claim(await this.#claims.get(at));
  }

  /**
   * How many of what is provisioned are this server's to keep ready: its part, as far as others have given up what they had of it. Rejects with
   * SlotsUnknownError.
   */
  async keep(of: FunctionIdentity, qualifier: string, requested: number): Promise<{ kept: number; part: number }> {
    if (!this.#shards) return { kept: requested, part: requested };
    const { nodes } = this.#host;
    const ids = nodes
      .live()
      .map(({ id }) => id)
      .sort();
    const self = ids.indexOf(nodes.self);
    // A node that the others take for dead keeps nothing ready.
    if (self === -1) return { kept: 0, part: 0 };
    const place = (self + hashOf(qualifiedKey(of, qualifier))) % ids.length;
    const part = Math.floor(requested / ids.length) + (place < requested % ids.length ? 1 : 0);
    return { kept: await this.#provisioned(of, qualifier).keep(part), part };
  }

  /** This server has no more than so many any more. */
  keepOnly(of: FunctionIdentity, qualifier: string, count: number): void {
    if (this.#shards) this.#provisioned(of, qualifier).keepOnly(count);
  }

  reset(): void {
    this.#known.clear();
  }

  #provisioned(of: FunctionIdentity, qualifier: string): BorrowedPool {
    return this.#borrower.pool(groupOf(of), provisionedPool(of, qualifier));
  }

  /** Whether nothing has to be asked of other servers. */
  get isAlone(): boolean {
    return this.#host.nodes.live().every(({ address }) => address === "");
  }

  async #load(at: Place): Promise<CountedInvocations> {
    const claimed = await this.#claims.get(at);
    const key = groupOf(at);
    const concurrency = this.#shards
      ? new LentConcurrency(key, this.#borrower, () => this.#claims.peek(key) ?? claimed)
      : new AccountConcurrency(this.#settings.concurrentExecutions, claimed);
    this.#known.set(key, concurrency);
    return concurrency;
  }
}
