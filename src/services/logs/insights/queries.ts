import { RegexTooCostlyError } from "../../regex/find-match.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { whenCalled } from "../../when-called.ts";
import { tooManyQueries } from "../errors.ts";
import { limits } from "../limits.ts";
import { createQuery, hasEnded, type Query, type QueryRequest, type QueryStatus } from "./query.ts";
import { QueryTooLargeError } from "./stats/memory-budget.ts";

const runQuery = whenCalled(async () => (await import("./run-query.ts")).runQuery);

/**
 * The queries of all accounts: those that run, a few at the same time, those that wait for their turn, and those that have
 * ended. Results are kept in memory for seven days, or until newer ones need the room: a restart forgets them.
 */
export class Queries {
  readonly #host: ServiceHost;
  /** In the order of their start. */
  readonly #queries = new Map<string, Query>();
  readonly #waiting: { readonly query: Query; readonly request: QueryRequest }[] = [];
  readonly #running = new Map<string, AbortController>();
  readonly #runs = new Set<Promise<void>>();

  constructor(host: ServiceHost) {
    this.#host = host;
  }

  /** Throws LimitExceededException if the account, or all together, have too many that have not ended. */
  start(request: QueryRequest): Query {
    this.#forget();
    const unfinished = this.list(request.place).filter((query) => !hasEnded(query));
    const isFull = this.#waiting.length >= limits.insightsWaiting;
    if (isFull || unfinished.length >= limits.insightsQueries) throw tooManyQueries(limits.insightsQueries);
    const query = createQuery(request, this.#host.clock.nowMs(), limits.insightsRowBytes);
    this.#queries.set(query.id, query);
    this.#waiting.push({ query, request });
    this.#next();
    return query;
  }

  find(place: Place, id: string): Query | undefined {
    this.#forget();
    const query = this.#queries.get(id);
    return query && isIn(query, place) ? query : undefined;
  }

  /** The newest first. */
  list(place: Place): Query[] {
    this.#forget();
    return [...this.#queries.values()].filter((query) => isIn(query, place)).reverse();
  }

  /** False for one that has ended already. */
  cancel(query: Query): boolean {
    if (hasEnded(query)) return false;
    const place = this.#waiting.findIndex((each) => each.query === query);
    if (place >= 0) this.#waiting.splice(place, 1);
    query.status = "Cancelled";
    this.#running.get(query.id)?.abort();
    return true;
  }

  /** For one who must know that no query runs any more. */
  async idle(): Promise<void> {
    while (this.#runs.size > 0) await Promise.all(this.#runs);
  }

  async close(): Promise<void> {
    for (const query of this.#queries.values()) this.cancel(query);
    await this.idle();
    this.#queries.clear();
  }

  #next(): void {
    if (this.#running.size >= limits.insightsRunning) return;
    const next = this.#waiting.shift();
    if (!next) return;
    const run = this.#run(next.query, next.request).finally(() => {
      this.#runs.delete(run);
      this.#next();
    });
    this.#runs.add(run);
  }

  async #run(query: Query, { plan, targets }: QueryRequest): Promise<void> {
    const { clock } = this.#host;
    const controller = new AbortController();
    const startedMs = clock.monotonicMs();
    this.#running.set(query.id, controller);
    query.status = "Running";
    const end = (status: QueryStatus) => {
      if (!hasEnded(query)) query.status = status;
    };
    const timer = clock.afterMachine(limits.insightsTimeoutMs, () => {
      end("Timeout");
      controller.abort();
    });
    try {
      await runQuery({ plan, targets, result: query.result, signal: controller.signal, clock });
      end("Complete");
    } catch (error) {
      end("Failed");
      const isOfQuery = error instanceof QueryTooLargeError || error instanceof RegexTooCostlyError;
      const reason = isOfQuery ? error.message : String(error);
      this.#host.log.error("a Logs Insights query failed", { query: query.id, error: reason });
    } finally {
      timer.cancel();
      this.#running.delete(query.id);
      query.durationMs = Math.round(clock.monotonicMs() - startedMs);
    }
  }

  #forget(): void {
    const oldestMs = this.#host.clock.nowMs() - limits.insightsKeptMs;
    const ended = [...this.#queries.values()].filter(hasEnded);
    let bytes = ended.reduce((sum, { result }) => sum + result.bytes, 0);
    let count = ended.length;
    for (const { id, createdMs, result } of ended) {
      const hasRoom = count <= limits.insightsEndedQueries && bytes <= limits.insightsKeptBytes;
      if (hasRoom && createdMs >= oldestMs) break;
      this.#queries.delete(id);
      bytes -= result.bytes;
      count--;
    }
  }
}

function isIn(query: Query, { account, region }: Place): boolean {
  return query.place.account === account && query.place.region === region;
}
