import type { EnvironmentSpec, SandboxEnvironment, Snapshot } from "../../../../sandbox/sandbox.ts";
import { type FunctionRecord, qualifiedArn } from "../../functions/function.ts";
import type { Trial } from "./try-modules.ts";

/** How many times one is made that always ends. */
const mostAttempts = 3;

/** The zygote of one version: not known yet, being made, there, or not worth it. */
export class PackageZygote {
  readonly key: string;
  /** `NAME:VERSION` */
  readonly name: string;
  readonly arn: string;
  /** How many fleets may ask for environments. */
  holders = 0;
  /** What came of the version's modules; kept while the zygote itself is gone. */
  trial: Trial | undefined;
  /** Why there is none, if it has been tried. */
  refusal: string | undefined;
  isMaking = false;
  bytes = 0;
  #snapshot: Snapshot | undefined;
  #attempts = 0;
  /** By the zygote that each was made from, which it cannot outlive. */
  readonly #living = new Map<Snapshot, Set<SandboxEnvironment>>();

  constructor(key: string, of: FunctionRecord) {
    this.key = key;
    this.name = `${of.name}:${of.version}`;
    this.arn = qualifiedArn(of, of.version);
  }

  get isReady(): boolean {
    return this.#snapshot !== undefined;
  }

  /** Whether it should be made again: it was there, or was found fit, and is not now. */
  get isMissing(): boolean {
    return this.trial !== undefined && !this.refusal && !this.#snapshot && !this.isMaking;
  }

  /** Whether there is an environment that ends with it. */
  get isInUse(): boolean {
    return this.#snapshot !== undefined && (this.#living.get(this.#snapshot)?.size ?? 0) > 0;
  }

  adopt(snapshot: Snapshot, bytes: number): void {
    this.#snapshot = snapshot;
    this.bytes = bytes;
    this.#living.set(snapshot, new Set());
    void snapshot.exited.then(() => {
      if (this.#snapshot !== snapshot) return;
      this.#snapshot = undefined;
      this.bytes = 0;
      this.#attempts += 1;
      if (this.#attempts === mostAttempts) this.refusal = "its process ended again and again";
    });
  }

  /** Undefined if none can be had. */
  async start(spec: EnvironmentSpec): Promise<SandboxEnvironment | undefined> {
    const snapshot = this.#snapshot;
    const living = snapshot && this.#living.get(snapshot);
    if (!snapshot || !living) return undefined;
    // Before there is one: the zygote must not be ended meanwhile.
    const place = {} as SandboxEnvironment;
    living.add(place);
    try {
      const environment = await snapshot.restore(spec);
      living.add(environment);
      void environment.exited.then(() => this.#leave(snapshot, environment));
      return environment;
    } catch {
      return undefined;
    } finally {
      this.#leave(snapshot, place);
    }
  }

  /** No new environments are made from it; those there are live on, and it ends after them. */
  async retire(): Promise<void> {
    const snapshot = this.#snapshot;
    this.#snapshot = undefined;
    this.bytes = 0;
    if (!snapshot) return;
    await snapshot.retire();
    if (this.#living.get(snapshot)?.size === 0) await this.#end(snapshot);
  }

  #leave(snapshot: Snapshot, environment: SandboxEnvironment): void {
    const living = this.#living.get(snapshot);
    living?.delete(environment);
    if (living?.size === 0 && snapshot !== this.#snapshot) void this.#end(snapshot);
  }

  async #end(snapshot: Snapshot): Promise<void> {
    if (this.#living.delete(snapshot)) await snapshot.close();
  }
}
