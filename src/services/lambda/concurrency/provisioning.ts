import type { Timer } from "../../../platform/clock.ts";
import { ownValue } from "../../../platform/own-value.ts";
import type { ServiceHost } from "../../service.ts";
import { findVersion } from "../functions/find-version.ts";
import {
  type FunctionIdentity,
  type FunctionRecord,
  type KnownFunction,
  latestVersion,
  qualifiedKey,
} from "../functions/function.ts";
import type { FunctionDirectory } from "../functions/function-directory.ts";
import { functionStore } from "../functions/function-store.ts";
import { InitFailedError } from "../invocation/environment/failed-init.ts";
import type { Fleet } from "../invocation/fleet/fleet.ts";
import type { Fleets } from "../invocation/fleet/fleets.ts";
import type { Meter } from "../metering/meter.ts";
import type { Concurrency } from "./concurrency.ts";

export interface ProvisioningStatus {
  readonly allocated: number;
  readonly available: number;
  readonly status: "IN_PROGRESS" | "READY" | "FAILED";
  readonly reason: string | undefined;
}

/** Provisioned concurrency is paid for from its configuration on, used or not; it is added to the bill this often. */
const billEveryMs = 5 * 60_000;

/** How far the fleets of one alias or version have come. */
interface Progress {
  readonly of: FunctionIdentity;
  readonly qualifier: string;
  readonly known: KnownFunction;
  readonly fleets: readonly Fleet[];
  readonly shares: readonly Share[];
  billedUntilMs: number;
  status: ProvisioningStatus["status"];
  reason: string | undefined;
}

/** Asked of other servers: to bring in line what has changed, and how far they have come with their part. */
const alignKind = "lambda.provisioned.align";
const statusKind = "lambda.provisioned.status";
const answerMs = 1_000;
/** How often it is looked whether another server has given up what is this one's part by now, or an environment too many has ended. */
const lookAgainMs = 500;

/**
 * Keeps the environments of provisioned concurrency as their configurations say, on several servers each its part of them.
 * Source: "Configuring provisioned concurrency".
 */
export class Provisioning {
  readonly #host: ServiceHost;
  readonly #functions: FunctionDirectory;
  readonly #fleets: Fleets;
  readonly #meter: Meter;
  readonly #concurrency: Concurrency;
  readonly #progress = new Map<string, Progress>();
  /** Alignments of one alias or version, one after the other. */
  readonly #aligning = new Map<string, Promise<void>>();
  #timer: Timer | undefined;
  #stopListening: (() => void)[] = [];

  constructor(parts: {
    host: ServiceHost;
    functions: FunctionDirectory;
    fleets: Fleets;
    concurrency: Concurrency;
    meter: Meter;
  }) {
    this.#host = parts.host;
    this.#functions = parts.functions;
    this.#fleets = parts.fleets;
    this.#concurrency = parts.concurrency;
    this.#meter = parts.meter;
    this.#host.peers.answer(alignKind, async (text) => {
      const { of, qualifier } = JSON.parse(String(text)) as { of: FunctionIdentity; qualifier: string };
      void this.#alignInTurn(of, qualifier);
      return null;
    });
    this.#host.peers.answer(statusKind, async (key) => {
      const here = this.#statusHere(String(key));
      return { ...here, reason: here.reason ?? null };
    });
  }

  /** At start: everything that was provisioned is made again. */
  async resume(): Promise<void> {
    this.#stopListening = [
      // Each server's part is another now.
      this.#host.nodes.onChange(() => {
        for (const { of, qualifier } of this.#progress.values()) void this.#alignInTurn(of, qualifier);
      }),
    ];
    for await (const { latest, provisioned } of functionStore.all(this.#host.storage)) {
      const qualifiers = Object.keys(provisioned);
      for (const qualifier of qualifiers) {
        const aligned = this.#alignInTurn(latest, qualifier);
        // Others may have to give up what is this server's part: the start does not wait for that.
        if (this.#concurrency.isAlone) await aligned;
      }
    }
  }

  /**
   * Makes or lets go what the qualifier's configuration and alias ask for as they are now, whoever changed them last; initialisation
   * goes on in the background.
   */
  async align(of: FunctionIdentity, qualifier: string): Promise<void> {
    const { nodes } = this.#host;
    const { account, region, name, id } = of;
    const text = JSON.stringify({ of: { account, region, name, id }, qualifier });
    for (const node of nodes.live()) if (node.id !== nodes.self) void this.#tell(node.id, text);
    await this.#alignInTurn(of, qualifier);
  }

  /** Until the server has heard it, or is gone: it would keep, and bill, what nobody wants any more. One that joins reads it all. */
  async #tell(node: string, text: string): Promise<void> {
    const { nodes, peers, clock } = this.#host;
    const isThere = () => this.#stopListening.length > 0 && nodes.live().some(({ id }) => id === node);
    while (isThere()) {
      try {
        await peers.ask(node, alignKind, text, { timeoutMs: answerMs });
        return;
      } catch {
        await new Promise<void>((resolve) => clock.afterMachine(lookAgainMs, resolve));
      }
    }
  }

  #alignInTurn(of: FunctionIdentity, qualifier: string): Promise<void> {
    const key = qualifiedKey(of, qualifier);
    const turn = (this.#aligning.get(key) ?? Promise.resolve())
      .then(() => this.#alignHere(of, qualifier))
      .catch((error: unknown) => {
        this.#host.log.warn("what is provisioned could not be brought in line yet", { error: String(error) });
        this.#alignAgain(of, qualifier);
      })
      .finally(() => {
        if (this.#aligning.get(key) === turn) this.#aligning.delete(key);
      });
    this.#aligning.set(key, turn);
    return turn;
  }

  async #alignHere(of: FunctionIdentity, qualifier: string): Promise<void> {
    const known = await this.#functions.findSame(of);
    const key = qualifiedKey(of, qualifier);
    const config = known && ownValue(known.family.provisioned, qualifier);
    this.#bill(this.#progress.get(key));
    if (!known || !config) return this.#remove(of, qualifier);
    const { kept, part } = await this.#concurrency.keep(of, qualifier, config.requested);
    const shares = sharesOf(known, qualifier, kept);
    const fleets = this.#fleets.provision(
      key,
      shares.map(({ record }) => record),
    );
    const progress: Progress = {
      of,
      qualifier,
      known,
      fleets,
      shares,
      billedUntilMs: this.#host.clock.nowMs(),
      status: "IN_PROGRESS",
      reason: undefined,
    };
    this.#progress.set(key, progress);
    this.#armBill();
    void this.#fill(progress);
    if (kept < part) this.#alignAgain(of, qualifier);
  }

  #alignAgain(of: FunctionIdentity, qualifier: string): void {
    this.#host.clock.afterMachine(lookAgainMs, () => {
      if (this.#stopListening.length > 0) void this.#alignInTurn(of, qualifier);
    });
  }

  /** Nothing is provisioned for the alias or version any more. */
  async #remove(of: FunctionIdentity, qualifier: string): Promise<void> {
    const key = qualifiedKey(of, qualifier);
    const isKnown = this.#progress.delete(key);
    await this.#fleets.unprovision(key);
    if (isKnown) this.#concurrency.keepOnly(of, qualifier, 0);
  }

  /** How far all servers have come together. One that does not answer has none. */
  async statusOf(of: FunctionIdentity, qualifier: string, requested: number): Promise<ProvisioningStatus> {
    const { nodes, peers } = this.#host;
    const key = qualifiedKey(of, qualifier);
    const here = this.#statusHere(key);
    const others = nodes.live().filter(({ id }) => id !== nodes.self);
    if (others.length === 0) return here;
    const answers = await Promise.allSettled(
      others.map(({ id }) => peers.ask(id, statusKind, key, { timeoutMs: answerMs })),
    );
    const all = [here];
    for (const each of answers) if (each.status === "fulfilled") all.push(each.value as unknown as ProvisioningStatus);
    const allocated = all.reduce((sum, each) => sum + each.allocated, 0);
    const failed = all.find(({ status }) => status === "FAILED");
    const status = failed ? "FAILED" : allocated >= requested ? "READY" : "IN_PROGRESS";
    return { allocated, available: allocated, status, reason: failed?.reason ?? undefined };
  }

  #statusHere(key: string): ProvisioningStatus {
    const progress = this.#progress.get(key);
    if (!progress) return { allocated: 0, available: 0, status: "IN_PROGRESS", reason: undefined };
    const { fleets, status, reason } = progress;
    const allocated = fleets.reduce((sum, { readyCount }) => sum + readyCount, 0);
    return { allocated, available: allocated, status, reason };
  }

  /** What is provisioned is billed up to now. */
  stop(): void {
    for (const stop of this.#stopListening.splice(0)) stop();
    this.#timer?.cancel();
    this.#timer = undefined;
    for (const progress of this.#progress.values()) this.#bill(progress);
    this.#progress.clear();
  }

  #armBill(): void {
    this.#timer ??= this.#host.clock.after(billEveryMs, () => {
      this.#timer = undefined;
      for (const progress of this.#progress.values()) this.#bill(progress);
      if (this.#progress.size > 0) this.#armBill();
    });
  }

  #bill(progress: Progress | undefined): void {
    if (!progress) return;
    const nowMs = this.#host.clock.nowMs();
    const seconds = (nowMs - progress.billedUntilMs) / 1000;
    progress.billedUntilMs = nowMs;
    const { tags } = progress.known.family;
    for (const { record, count } of progress.shares) this.#meter.provisioned(record, tags, count * seconds);
  }

  async #fill(progress: Progress): Promise<void> {
    const { of, qualifier, fleets, shares } = progress;
    const fail = (error: Error) => {
      progress.status = "FAILED";
      progress.reason = error instanceof InitFailedError ? "FUNCTION_ERROR_INIT_FAILURE" : error.message;
    };
    const keepAll = () => Promise.all(fleets.map((fleet, index) => fleet.keep(shares[index]?.count ?? 0, fail)));
    try {
      await keepAll();
      progress.status = "READY";
    } catch (error) {
      fail(error as Error);
      return;
    }
    // Others get what is not this server's part any more when it has ended here.
    const kept = shares.reduce((sum, { count }) => sum + count, 0);
    const isCurrent = () => this.#progress.get(qualifiedKey(of, qualifier)) === progress;
    while (isCurrent() && fleets.reduce((sum, { size }) => sum + size, 0) > kept) {
      await new Promise<void>((resolve) => this.#host.clock.afterMachine(lookAgainMs, resolve));
      if (isCurrent()) await keepAll().catch(fail);
    }
    if (isCurrent()) this.#concurrency.keepOnly(of, qualifier, kept);
  }
}

interface Share {
  readonly record: FunctionRecord;
  readonly count: number;
}

/** An alias with two versions gets environments of both, by their weights. */
function sharesOf(known: KnownFunction, qualifier: string, requested: number): Share[] {
  const routing = ownValue(known.family.aliases, qualifier)?.routing;
  const first = findVersion(known, qualifier);
  if (first.version === latestVersion) return [];
  if (!routing) return [{ record: first, count: requested }];
  const second = Math.round(requested * routing.weight);
  return [
    { record: first, count: requested - second },
    { record: findVersion(known, routing.version), count: second },
  ];
}
