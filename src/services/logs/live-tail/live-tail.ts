import type { Clock, Timer } from "../../../platform/clock.ts";
import { Pace } from "../../../platform/pace.ts";
import type { ServiceHost } from "../../service.ts";
import { liveTailTimedOut } from "../errors.ts";
import type { LogEvent } from "../events/event-reader.ts";
import { limits } from "../limits.ts";
import { FollowedElsewhere } from "./followed-elsewhere.ts";

/** Wakes those who follow a group when events arrive in it, through whichever node: nobody polls. */
export class LiveTail {
  readonly #clock: Clock;
  readonly #followers = new Map<string, Set<Follower>>();
  readonly #elsewhere: FollowedElsewhere;

  constructor(host: Pick<ServiceHost, "nodes" | "peers" | "clock">) {
    this.#clock = host.clock;
    this.#elsewhere = new FollowedElsewhere(
      host,
      () => this.#followers.keys(),
      (groupId, events) => this.#push(groupId, () => events),
    );
  }

  /** Cheap when nobody follows. */
  publish(groupId: string, events: () => readonly LogEvent[]): void {
    this.#push(groupId, events);
    this.#elsewhere.handOn(groupId, events);
  }

  #push(groupId: string, events: () => readonly LogEvent[]): void {
    const followers = this.#followers.get(groupId);
    if (!followers) return;
    const arrived = events();
    for (const follower of followers) follower.push(groupId, arrived);
  }

  /** Until `signal` aborts or the session's time is over. Fulfilled when what arrives from then on through any node is taken in. */
  async follow(groupIds: readonly string[], isWanted: Wanted, signal: AbortSignal): Promise<Follower> {
    const follower = new Follower(this.#clock, isWanted);
    for (const id of groupIds) this.#followers.set(id, (this.#followers.get(id) ?? new Set()).add(follower));
    follower.ended.then(() => {
      for (const id of groupIds) this.#leave(id, follower);
    });
    if (signal.aborted) follower.end();
    else signal.addEventListener("abort", () => follower.end(), { once: true });
    await this.#elsewhere.say();
    return follower;
  }

  /** Ends every session. */
  close(): void {
    for (const followers of this.#followers.values()) for (const follower of followers) follower.end();
    this.#followers.clear();
    this.#elsewhere.close();
  }

  #leave(groupId: string, follower: Follower): void {
    const followers = this.#followers.get(groupId);
    followers?.delete(follower);
    if (followers?.size === 0) this.#followers.delete(groupId);
  }
}

export interface Arrival {
  readonly groupId: string;
  readonly event: LogEvent;
}

export interface LiveTailUpdate {
  readonly arrivals: readonly Arrival[];
  /** Some events were dropped: the client reads more slowly than they come. */
  readonly sampled: boolean;
}

/** Whether a session is to have the event, at once or after some turns. */
export type Wanted = (event: LogEvent, pace: Pace) => boolean | Promise<boolean>;

function charactersOf(events: readonly LogEvent[]): number {
  return events.reduce((sum, { message }) => sum + message.length, 0);
}

/** One live tail session's queue. */
export class Follower {
  /** Fulfilled when nothing more is taken in. */
  readonly ended: Promise<void>;
  readonly #clock: Clock;
  readonly #isWanted: Wanted;
  readonly #session: Timer;
  readonly #end: () => void;
  #waiting: Arrival[] = [];
  #sampled = false;
  /** Characters of what is still to be looked at, one batch after the other. */
  #arriving = 0;
  #looking = Promise.resolve();
  #state: "open" | "ended" | "timed out" = "open";
  #wake: () => void = () => {};

  constructor(clock: Clock, isWanted: Wanted) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.#end = resolve;
    this.#clock = clock;
    this.#isWanted = isWanted;
    this.#session = clock.after(limits.liveTailSessionMs, () => this.#stop("timed out"));
  }

  /** In their order, behind all that came before: a long event may take many turns to look at. */
  push(groupId: string, events: readonly LogEvent[]): void {
    if (this.#arriving > limits.liveTailArrivingCharacters) {
      this.#sampled = true;
      return;
    }
    this.#arriving += charactersOf(events);
    this.#looking = this.#looking.then(() => this.#take(groupId, events));
  }

  async #take(groupId: string, events: readonly LogEvent[]): Promise<void> {
    const pace = new Pace();
    for (const event of events) {
      if (this.#state !== "open") break;
      if (pace.isOver) await pace.rest();
      const isWanted = this.#isWanted(event, pace);
      if (typeof isWanted === "boolean" ? isWanted : await isWanted) this.#waiting.push({ groupId, event });
    }
    this.#arriving -= charactersOf(events);
    const excess = this.#waiting.length - limits.liveTailWaitingEvents;
    if (excess > 0) {
      this.#waiting.splice(0, excess);
      this.#sampled = true;
    }
    if (this.#waiting.length > 0) this.#wake();
  }

  end(): void {
    this.#stop("ended");
  }

  /**
   * The next update: as soon as something arrives, and after a second without anything, which keeps the client from taking a
   * quiet session for a dead one. Undefined at the end; throws when the session's time is over.
   */
  async next(): Promise<LiveTailUpdate | undefined> {
    if (this.#waiting.length === 0 && this.#state === "open") await this.#arrival();
    if (this.#waiting.length === 0 && this.#state === "timed out") throw liveTailTimedOut();
    if (this.#waiting.length === 0 && this.#state === "ended") return undefined;
    const update = { arrivals: this.#waiting.splice(0, limits.liveTailEventsPerUpdate), sampled: this.#sampled };
    this.#sampled = false;
    return update;
  }

  async #arrival(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const timer = this.#clock.afterMachine(limits.liveTailUpdateMs, resolve);
    await promise;
    timer.cancel();
  }

  #stop(state: "ended" | "timed out"): void {
    if (this.#state !== "open") return;
    this.#state = state;
    this.#session.cancel();
    this.#end();
    this.#wake();
  }
}
