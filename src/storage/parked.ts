import type { Database, PartitionKey } from "./database.ts";

/** A delivery or a timer that failed too often. */
export interface ParkedWork {
  readonly id: string;
  /** The effect's topic or the timer's kind: `service.what`. */
  readonly topic: string;
  readonly payload: string;
  readonly from: PartitionKey;
  readonly failures: number;
  readonly reason: string;
  readonly parkedMs: number;
}

/** What is parked, deliveries and timers as one: by their ids, those of the timers last. */
export interface ParkedList {
  /** At most `limit` after `after` (`""` is the start). */
  list(after: string, limit: number): Promise<ParkedWork[]>;
  /** Has it done again. False if it is not there. */
  retry(id: string): Promise<boolean>;
  /** Forgets it. False if it is not there. */
  drop(id: string): Promise<boolean>;
}

/** An effect's id is a UUID, or what a caller made of one; a timer's begins with this. */
const ofTimer = (id: string) => id.startsWith("timer-");

export function createParkedList({ outbox, timers }: Pick<Database, "outbox" | "timers">): ParkedList {
  return {
    list: async (after, limit) => {
      const effects = ofTimer(after) ? [] : await outbox.parked(after, limit);
      if (effects.length === limit) return effects;
      const further = await timers.parked(ofTimer(after) ? after : "", limit - effects.length);
      return [...effects, ...further.map(({ kind, key: _, ...timer }) => ({ ...timer, topic: kind }))];
    },
    retry: (id) => (ofTimer(id) ? timers.retryParked(id) : outbox.retryParked(id)),
    drop: (id) => (ofTimer(id) ? timers.dropParked(id) : outbox.dropParked(id)),
  };
}
