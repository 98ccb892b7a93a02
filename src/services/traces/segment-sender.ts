import type { CallOptions, ServiceHost } from "../service.ts";

/** So long segments wait for others to be sent with. */
const restMs = 200;
/** So many are sent at once; more that wait, or are on their way, are dropped, as an agent does that is not kept up with. */
const atATime = 50;
const mostWaiting = 1_000;

/**
 * Brings documents to X-Ray, in the name of whom they are of. Nothing waits for it, what cannot be brought is dropped, and a server that is killed loses what waited, as AWS's
 * agents do.
 */
export class SegmentSender<Owner extends object> {
  readonly #host: ServiceHost;
  readonly #callerOf: (owner: Owner) => Promise<CallOptions>;
  readonly #waiting = new Map<Owner, string[]>();
  #count = 0;
  #isResting = false;

  constructor(host: ServiceHost, callerOf: (owner: Owner) => Promise<CallOptions>) {
    this.#host = host;
    this.#callerOf = callerOf;
  }

  take(owner: Owner, document: string): void {
    if (this.#count >= mostWaiting) return;
    this.#count++;
    const documents = this.#waiting.get(owner);
    if (documents) documents.push(document);
    else this.#waiting.set(owner, [document]);
    if (this.#isResting) return;
    this.#isResting = true;
    this.#host.clock.afterMachine(restMs, () => void this.flush());
  }

  /** Fulfilled when all that waited has been brought, or dropped. */
  async flush(): Promise<void> {
    this.#isResting = false;
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    await Promise.all(
      waiting.map(async ([owner, documents]) => {
        await this.#bring(owner, documents);
        this.#count -= documents.length;
      }),
    );
  }

  async #bring(owner: Owner, documents: readonly string[]): Promise<void> {
    const { call, log } = this.#host;
    try {
      const as = await this.#callerOf(owner);
      for (let at = 0; at < documents.length; at += atATime) {
        const TraceSegmentDocuments = documents.slice(at, at + atATime);
        await call("xray", "PutTraceSegments", { TraceSegmentDocuments }, as);
      }
    } catch (error) {
      log.debug("segments were dropped", { error: (error as Error).message });
    }
  }
}
