import type { Sandbox } from "../../../sandbox/sandbox.ts";
import type { ServiceHost } from "../../service.ts";
import type { CodeStore } from "../code/code-store.ts";
import { type FunctionRecord, functionArn } from "../functions/function.ts";
import { limits } from "../limits.ts";
import { Concurrency } from "./concurrency.ts";
import { Fleet } from "./fleet.ts";

/** The fleet that serves each function now, and each account's concurrency. */
export class Fleets {
  readonly #host: ServiceHost;
  readonly #sandbox: Sandbox;
  readonly #code: CodeStore;
  readonly #fleets = new Map<string, Fleet>();
  readonly #concurrency = new Map<string, Concurrency>();

  constructor(host: ServiceHost, sandbox: Sandbox, code: CodeStore) {
    this.#host = host;
    this.#sandbox = sandbox;
    this.#code = code;
  }

  /** The fleet serving the function: that of its last finished update, even while another update is in progress. */
  serving(arn: string): Fleet | undefined {
    return this.#fleets.get(arn);
  }

  /** From now on the function runs as this record says. Environments of the former one finish what they have. */
  deploy(record: FunctionRecord): Fleet {
    const arn = functionArn(record);
    const former = this.#fleets.get(arn);
    const fleet = new Fleet({
      host: this.#host,
      sandbox: this.#sandbox,
      record,
      codeDir: () => this.#code.directory(record.code),
    });
    this.#fleets.set(arn, fleet);
    void former?.close();
    return fleet;
  }

  async remove(arn: string): Promise<void> {
    const fleet = this.#fleets.get(arn);
    this.#fleets.delete(arn);
    await fleet?.close();
  }

  concurrency({ account, region }: { account: string; region: string }): Concurrency {
    const key = `${account}/${region}`;
    let found = this.#concurrency.get(key);
    if (!found) {
      found = new Concurrency(limits.concurrentExecutions);
      this.#concurrency.set(key, found);
    }
    return found;
  }

  async kill(): Promise<void> {
    await Promise.all([...this.#fleets.values()].map((fleet) => fleet.kill()));
    this.#fleets.clear();
  }
}
