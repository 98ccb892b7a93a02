import type { SharedCache } from "../../../cluster/cluster.ts";
import { fail } from "../../../platform/aws-error.ts";
import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { functionNotFound } from "../errors.ts";
import { limits } from "../limits.ts";
import {
  type FunctionFamily,
  type FunctionIdentity,
  functionArn,
  type KnownFunction,
  qualifiedArn,
} from "./function.ts";
import type { FunctionReference } from "./function-name.ts";
import { functionPartition, functionStore, functionsKey, functionsKind } from "./function-store.ts";

/** The function that has the name now: a qualifier does not matter here. */
type Named = Pick<FunctionReference, "account" | "region" | "name">;

/** The functions, read through a cache that every node's writes keep true: an invocation must not wait for the database. */
export class FunctionDirectory {
  readonly #host: ServiceHost;
  readonly #cache: SharedCache<Named, KnownFunction | undefined>;

  constructor(host: ServiceHost) {
    this.#host = host;
    this.#cache = host.caches.create<Named, KnownFunction | undefined>({
      most: limits.functionsInMemory,
      kind: functionsKind,
      tables: { lambda_functions: "name", lambda_versions: "name" },
      textOf: functionArn,
      partitionOf: functionsKey,
      rowOf: ({ name }) => name,
      load: (named, former) => this.read(named, (tx) => functionStore.findKnown(tx, named.name, former)),
    });
  }

  /** The cached function, if there is one: the invoke path's first look, without a promise. */
  peek(arn: string): KnownFunction | undefined {
    return this.#cache.peek(arn);
  }

  find(named: Named): Promise<KnownFunction | undefined> {
    return this.#cache.get(named);
  }

  /** This very function, if it is there still: not one that was made anew under its name. */
  async findSame(identity: FunctionIdentity): Promise<KnownFunction | undefined> {
    const known = await this.find(identity);
    return known?.family.latest.id === identity.id ? known : undefined;
  }

  /** Throws ResourceNotFoundException naming the ARN with the qualifier asked for. */
  async require(reference: FunctionReference): Promise<KnownFunction> {
    const known = await this.find(reference);
    if (known) return known;
    throw functionNotFound(qualifiedArn(reference, reference.qualifier));
  }

  read<T>(at: Place, work: (tx: ReadTransaction) => Promise<T>): Promise<T> {
    return functionPartition(this.#host.storage, at).read(work);
  }

  /**
   * Changes one function: `change` gets the stored one (undefined if there is none) and gives the new one, or throws; it may
   * write versions through `tx`. Fulfilled with the function as it was committed, whatever has become of it since; rejects only if nothing was.
   */
  async change(
    named: Named,
    change: (family: FunctionFamily | undefined, tx: WriteTransaction) => Promise<FunctionFamily>,
  ): Promise<KnownFunction> {
    // Of its versions only those are read that have changed since.
    const before = await this.find(named);
    return functionPartition(this.#host.storage, named).write(async (tx) => {
      const former = await functionStore.find(tx, named.name);
      const family = await change(former, tx);
      if (family !== former) await functionStore.put(tx, family);
      const known = await functionStore.findKnown(tx, named.name, before);
      return known ?? fail(functionNotFound(functionArn(named)));
    });
  }

  /** `change` of a function that must exist. Throws ResourceNotFoundException. */
  update(
    reference: FunctionReference,
    change: (family: FunctionFamily, tx: WriteTransaction) => Promise<FunctionFamily>,
  ): Promise<KnownFunction> {
    return this.change(reference, async (family, tx) => {
      if (!family) throw functionNotFound(functionArn(reference));
      return change(family, tx);
    });
  }

  /** Gives the removed function. Throws ResourceNotFoundException. */
  async remove(reference: FunctionReference): Promise<KnownFunction> {
    // What is removed is what is there then: another may have been made under the name meanwhile.
    const removed = await functionPartition(this.#host.storage, reference).write(async (tx) => {
      const known = await functionStore.findKnown(tx, reference.name);
      if (known) await functionStore.remove(tx, reference.name);
      return known;
    });
    if (!removed) throw functionNotFound(functionArn(reference));
    return removed;
  }

  reset(): void {
    this.#cache.clear();
  }
}
