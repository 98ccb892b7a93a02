import type { LogEvent } from "./event-reader.ts";
import { limits } from "./limits.ts";

/** Wakes those who follow a group when events arrive in it: nobody polls. Only events of this process reach them. */
export class LiveTail {
  readonly #followers = new Map<string, Set<Follower>>();

  /** Cheap when nobody follows. */
  publish(groupId: string, events: () => readonly LogEvent[]): void {
    const followers = this.#followers.get(groupId);
    if (!followers) return;
    const arrived = events();
    for (const follower of followers) follower.push(groupId, arrived);
  }

  follow(groupIds: readonly string[], signal: AbortSignal): Follower {
    const follower = new Follower();
    const leave = () => {
      for (const id of groupIds) this.#leave(id, follower);
      follower.end();
    };
    for (const id of groupIds) this.#followers.set(id, (this.#followers.get(id) ?? new Set()).add(follower));
    if (signal.aborted) leave();
    else signal.addEventListener("abort", leave, { once: true });
    return follower;
  }

  /** Ends every session. */
  close(): void {
    for (const followers of this.#followers.values()) for (const follower of followers) follower.end();
    this.#followers.clear();
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

/** One live tail session's queue. A slow reader loses events beyond an update's limit, as AWS samples. */
export class Follower {
  #arrived: Arrival[] = [];
  #sampled = false;
  #ended = false;
  #wake: () => void = () => {};

  push(groupId: string, events: readonly LogEvent[]): void {
    const room = Math.max(0, limits.liveTailEventsPerUpdate - this.#arrived.length);
    if (events.length > room) this.#sampled = true;
    for (const event of events.slice(0, room)) this.#arrived.push({ groupId, event });
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** What has arrived since the last call, waiting until there is something; undefined at the end. */
  async next(): Promise<{ arrivals: Arrival[]; sampled: boolean } | undefined> {
    while (this.#arrived.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#arrived.length === 0) return undefined;
    const update = { arrivals: this.#arrived, sampled: this.#sampled };
    this.#arrived = [];
    this.#sampled = false;
    return update;
  }
}
