import pg from "pg";
import type { Clock, Timer } from "../../platform/clock.ts";
import type { Log } from "../../platform/log.ts";
import type { QueueId } from "../outbox.ts";
import { connectionSettings } from "./connections.ts";

/** As long as a node's lease: who says nothing for so long may be stopped in its tracks, or cut off, and others go on with its queues. */
const silenceMs = 5_000;
const sayEveryMs = 1_000;
/** By how much sooner we believe to have been silent for too long than the server does: clocks do not run exactly alike. */
const marginMs = 500;

interface Session {
  readonly client: pg.Client;
  /** The locks that it has. */
  readonly held: Set<string>;
  /** When the last statement that has been answered was sent. */
  saidMs: number;
}

/**
 * Which of several nodes delivers a queue: the one whose session holds the queue's advisory lock. When a node dies its session ends and the
 * locks with it. While it has any, the server ends a session that says nothing for five seconds: the connection of a node that is stopped in
 * its tracks, or that the server cannot reach, may stay for hours. Who has been silent for so long knows by the steady clock that it has
 * no claim any more. What is under way then may be repeated by another node, which receivers bear.
 */
export class Claims {
  readonly #url: string;
  readonly #clock: Clock;
  readonly #log: Log;
  #opening: Promise<Session> | undefined;
  #session: Session | undefined;
  /** Statements that take a lock and are not answered yet. */
  #taking = 0;
  #timer: Timer | undefined;

  constructor(url: string, clock: Clock, log: Log) {
    this.#url = url;
    this.#clock = clock;
    this.#log = log;
  }

  async take(queue: QueueId): Promise<boolean> {
    const lock = lockName(queue);
    this.#taking += 1;
    try {
      const session = await this.#connect();
      const [row] = await this.#say(session, "take", take, [lock, String(silenceMs)]);
      this.#goOnSaying();
      if (row?.taken !== 1) return false;
      session.held.add(lock);
      return this.#session === session;
    } finally {
      this.#taking -= 1;
    }
  }

  /** Whether no other node can have it, as far as this one's clock tells. Cheap enough for each delivery. */
  holds(queue: QueueId): boolean {
    const session = this.#session;
    if (!session?.held.has(lockName(queue))) return false;
    return this.#clock.monotonicMs() < session.saidMs + silenceMs - marginMs;
  }

  /** One that was lost with its session needs no more. */
  async give(queue: QueueId): Promise<void> {
    const lock = lockName(queue);
    const session = this.#session;
    if (session?.held.delete(lock)) await this.#say(session, "give", give, [lock]);
  }

  async close(): Promise<void> {
    this.#timer?.cancel();
    const session = await this.#opening?.catch(() => undefined);
    this.#opening = undefined;
    this.#session = undefined;
    await session?.client.end();
  }

  /** What the server does not answer in time has failed, and the session with it. */
  async #say(session: Session, name: string, text: string, values: string[]): Promise<Record<string, unknown>[]> {
    const sentMs = this.#clock.monotonicMs();
    try {
      const { rows } = await session.client.query({ name, text, values });
      session.saidMs = Math.max(session.saidMs, sentMs);
      return rows;
    } catch (error) {
      this.#forget(session, error);
      void session.client.end().catch(() => {});
      throw error;
    }
  }

  #goOnSaying(): void {
    this.#timer ??= this.#clock.afterMachine(sayEveryMs, () => {
      this.#timer = undefined;
      const session = this.#session;
      if (!session) return;
      // Without locks it may be as silent as it likes.
      const isNeeded = session.held.size + this.#taking > 0;
      const said = isNeeded ? this.#say(session, "go-on", "SELECT 1", []) : this.#say(session, "rest", rest, []);
      said.catch(() => {});
      if (isNeeded) this.#goOnSaying();
    });
  }

  #connect(): Promise<Session> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #open(): Promise<Session> {
    const client = new pg.Client({ ...connectionSettings(this.#url), query_timeout: silenceMs });
    const session: Session = { client, held: new Set(), saidMs: Number.NEGATIVE_INFINITY };
    client.on("error", (error) => this.#forget(session, error));
    client.on("end", () => this.#forget(session, new Error("it was closed")));
    await client.connect();
    this.#session = session;
    return session;
  }

  #forget(session: Session, error: unknown): void {
    if (this.#session !== session) return;
    this.#session = undefined;
    this.#opening = undefined;
    if (session.held.size === 0) return;
    const message = error instanceof Error ? error.message : String(error);
    this.#log.warn("the connection that claims deliveries was lost", { error: message });
  }
}

/** The lock first: a list is evaluated from left to right. */
const take =
  "SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken, set_config('idle_session_timeout', $2, false)";
const give = "SELECT pg_advisory_unlock(hashtextextended($1, 0))";
const rest = "SELECT set_config('idle_session_timeout', '0', false)";

function lockName({ source, topic }: QueueId): string {
  return `${topic}\n${source}`;
}
