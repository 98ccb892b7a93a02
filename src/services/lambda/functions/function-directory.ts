import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { functionNotFound } from "../errors.ts";
import { type FunctionRecord, functionArn } from "./function.ts";
import type { FunctionReference } from "./function-name.ts";
import { functionPartition, getFunction, putFunction, removeFunction } from "./function-store.ts";

/**
 * The functions, read through a cache: an invocation must not wait for the database. This process is the only writer of its
 * data directory, and each write puts the committed record into the cache.
 */
export class FunctionDirectory {
  readonly #host: ServiceHost;
  readonly #cache = new Map<string, FunctionRecord>();

  constructor(host: ServiceHost) {
    this.#host = host;
  }

  /** The cached record, if there is one: the invoke path's first look, without a promise. */
  peek(arn: string): FunctionRecord | undefined {
    return this.#cache.get(arn);
  }

  async find(reference: FunctionReference): Promise<FunctionRecord | undefined> {
    const arn = functionArn(reference);
    const cached = this.#cache.get(arn);
    if (cached) return cached;
    const record = await functionPartition(this.#host.storage, reference).read((tx) => getFunction(tx, reference.name));
    if (record) this.#cache.set(arn, record);
    return record;
  }

  /** Throws ResourceNotFoundException naming the ARN with the qualifier asked for. */
  async require(reference: FunctionReference): Promise<FunctionRecord> {
    const known = reference.qualifier === undefined || reference.qualifier === "$LATEST";
    const record = known ? await this.find(reference) : undefined;
    if (record) return record;
    throw functionNotFound(`${functionArn(reference)}${reference.qualifier ? `:${reference.qualifier}` : ""}`);
  }

  read<T>(at: Place, work: (tx: ReadTransaction) => Promise<T>): Promise<T> {
    return functionPartition(this.#host.storage, at).read(work);
  }

  write<T>(at: Place, work: (tx: WriteTransaction) => Promise<T>): Promise<T> {
    return functionPartition(this.#host.storage, at).write(work);
  }

  /**
   * Changes one function: `change` gets the stored record (undefined if there is none) and gives the new one, or throws.
   * Fulfilled with the committed record.
   */
  async change(
    reference: FunctionReference,
    change: (record: FunctionRecord | undefined, tx: WriteTransaction) => Promise<FunctionRecord>,
  ): Promise<FunctionRecord> {
    const record = await this.write(reference, async (tx) => {
      const changed = await change(await getFunction(tx, reference.name), tx);
      await putFunction(tx, changed);
      return changed;
    });
    this.#cache.set(functionArn(record), record);
    return record;
  }

  /** Gives the removed record. Throws ResourceNotFoundException. */
  async remove(reference: FunctionReference): Promise<FunctionRecord> {
    const record = await this.require(reference);
    await this.write(reference, (tx) => removeFunction(tx, reference.name));
    this.#cache.delete(functionArn(record));
    return record;
  }

  reset(): void {
    this.#cache.clear();
  }
}
