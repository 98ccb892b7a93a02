import type { Json } from "../../../cluster/cluster.ts";
import { Rendezvous } from "../../../cluster/rendezvous.ts";
import { hashOf } from "../../../cluster/shard-of.ts";
import type { Timer } from "../../../platform/clock.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { type PlaceCounts, runningGauges } from "./counts.ts";
import type { Level } from "./levels.ts";

/** Levels of several servers are joined by spans of time, which are the same on all; a minute has a whole number of them. */
export const spanMs = 5_000;
/** What ran at the same instant is added up. A shorter peak shows as that of the server that had it. */
const instantMs = 100;
const instants = spanMs / instantMs;
/** How long the others' reports of a span are waited for. */
const patienceMs = 5_000;
const minuteMs = 60_000;
/** Less than that: who joins them may stall, but is to have them in time. */
const askMs = 4_000;
const kind = "lambda.levels";

/** What one server ran in a span. */
interface Report {
  readonly at: Place;
  readonly minuteMs: number;
  readonly span: number;
  readonly levels: readonly Level[];
}

interface Span extends Omit<Report, "levels"> {
  readonly levels: Map<string, Level>;
}

/**
 * How much all servers ran at the same time: each samples what it runs and reports it to one of them, another one for each account and region, which
 * adds up what ran at the same instants. Nothing of it is exact to the millisecond, nor durable, as metrics are not.
 */
export class JointLevels {
  readonly #host: ServiceHost;
  readonly #places: () => Iterable<PlaceCounts>;
  readonly #spanEnded: () => void;
  readonly #joined: (at: Place, minuteMs: number, levels: readonly Level[]) => void;
  readonly #spans = new Map<string, Span>();
  #sampling: Timer | undefined;
  /** The last instant that was sampled. */
  #sampled = 0;
  /** That of what is counted and not yet reported. */
  #span: number | undefined;

  /**
   * `spanEnded` reports what was counted and begins anew: called before anything of the next span is counted. `joined` is given what all ran, some time
   * after the span.
   */
  constructor(
    host: ServiceHost,
    places: () => Iterable<PlaceCounts>,
    spanEnded: () => void,
    joined: (at: Place, minuteMs: number, levels: readonly Level[]) => void,
  ) {
    this.#host = host;
    this.#places = places;
    this.#spanEnded = spanEnded;
    this.#joined = joined;
    host.peers.answer(kind, async (report) => {
      this.#add(report as unknown as Report);
      return null;
    });
  }

  /** Whether there may be other servers. */
  get isNeeded(): boolean {
    return this.#host.nodes.live().some(({ address }) => address !== "");
  }

  /** Something is about to run: samples until nothing does. */
  begin(): void {
    this.#enterSpan();
    if (this.#sampling) return;
    this.#sampled = this.#instant();
    this.#schedule();
  }

  /** What ran here since it was last told. Fulfilled when who joins them has it; if it cannot be told, it counts by itself. */
  async report(at: Place, levels: readonly Level[]): Promise<void> {
    if (levels.length === 0) return;
    const span = this.#span ?? this.#spanNow();
    const beganMs = span * spanMs;
    const report: Report = { at, minuteMs: beganMs - (beganMs % minuteMs), span, levels };
    const { nodes, peers } = this.#host;
    const able = nodes.live().filter(({ isDraining }) => !isDraining);
    const joiner = new Rendezvous(able.map(({ id }) => id)).firstFor(hashOf(`${at.account}/${at.region}`));
    try {
      await peers.ask(joiner ?? nodes.self, kind, report as unknown as Json, { timeoutMs: askMs });
    } catch {
      this.#joined(at, report.minuteMs, levels);
    }
  }

  /** Nothing more is waited for. */
  flush(): void {
    for (const key of [...this.#spans.keys()]) this.#close(key);
  }

  stop(): void {
    this.#sampling?.cancel();
    this.#sampling = undefined;
  }

  #instant(): number {
    return Math.floor(this.#host.clock.nowMs() / instantMs);
  }

  #spanNow(): number {
    return Math.floor(this.#host.clock.nowMs() / spanMs);
  }

  /** Timers are late by some milliseconds, on one server more than on another: what was counted before is told as the span's in which it ran. */
  #enterSpan(): void {
    const span = this.#spanNow();
    if (span === this.#span) return;
    if (this.#span !== undefined) this.#spanEnded();
    this.#span = span;
  }

  #schedule(): void {
    const { clock } = this.#host;
    this.#sampling = clock.afterMachine(instantMs - (clock.machineMs() % instantMs), () => {
      this.#sampling = undefined;
      if (this.#sample()) this.#schedule();
    });
  }

  /** False if nothing runs. */
  #sample(): boolean {
    this.#enterSpan();
    const now = this.#instant();
    let runs = false;
    // A loop that was late has seen nothing change meanwhile.
    const from = Math.max(this.#sampled + 1, now - (now % instants));
    for (const place of this.#places()) {
      if (place.running.now === 0) continue;
      runs = true;
      for (const gauge of runningGauges(place)) {
        if (gauge.now === 0) continue;
        gauge.samples ??= new Array<number>(instants).fill(0);
        for (let instant = from; instant <= now; instant++) gauge.samples[instant % instants] = gauge.now;
      }
    }
    this.#sampled = now;
    return runs;
  }

  #add({ at, minuteMs, span, levels }: Report): void {
    const key = `${at.account}/${at.region}/${span}`;
    let joint = this.#spans.get(key);
    if (!joint) {
      joint = { at, minuteMs, span, levels: new Map() };
      this.#spans.set(key, joint);
      this.#host.clock.afterMachine(patienceMs, () => this.#close(key));
    }
    for (const level of levels) {
      const name = JSON.stringify([level.metric, level.of, level.dimensions]);
      const former = joint.levels.get(name);
      joint.levels.set(name, former ? together(former, level) : level);
    }
  }

  #close(key: string): void {
    const span = this.#spans.get(key);
    this.#spans.delete(key);
    if (span) this.#joined(span.at, span.minuteMs, [...span.levels.values()]);
  }
}

function together(one: Level, other: Level): Level {
  const samples = Array.from({ length: instants }, (_, at) => (one.samples?.[at] ?? 0) + (other.samples?.[at] ?? 0));
  return {
    ...one,
    most: Math.max(one.most, other.most),
    samples,
    plus: Math.max(one.plus, other.plus),
    per: other.per,
  };
}
