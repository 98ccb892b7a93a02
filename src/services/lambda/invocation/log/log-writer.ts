import { StringDecoder } from "node:string_decoder";
import { isNamed } from "../../../../platform/aws-error.ts";
import type { Timer } from "../../../../platform/clock.ts";
import { withLines } from "../../../../sandbox/telemetry/event-lines.ts";
import type { CallOptions, ServiceHost } from "../../../service.ts";
import { judge } from "../../../targets/verdict.ts";
import type { LogRoom, UnstoredLog } from "./log-room.ts";

/** One log event, not yet sent. */
interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** A busy stream is written this often at the most; the first lines after a pause need not wait so long. */
const flushEveryMs = 200;
const firstFlushMs = 15;
/**
 * PutLogEvents takes 10,000 events and 1 MiB (26 bytes of overhead each) of at most a day at a time. Source: API reference,
 * "PutLogEvents".
 */
const batch = {
  events: 10_000,
  bytes: 1024 * 1024,
  overheadBytes: 26,
  eventBytes: 256 * 1024 - 26,
  spanMs: 24 * 60 * 60 * 1000,
};
/**
 * A function may write faster than its log is stored: with `fullBytes` waiting its output is not read, and no event given to it, until half of
 * that is stored. What the platform itself writes of an event that has begun goes on: that is a few lines. An event takes more memory than its text.
 */
const waiting = { fullBytes: 8 * 1024 * 1024, eventBytes: 64 };
/** Before what could not be stored is tried again; and how long an environment's end waits for it. */
const retry = { firstMs: 100, longestMs: 1_000, endMs: 2_000 };

/**
 * Writes one environment's log to its log stream: lines are gathered and sent as batches, so that a line costs no call and
 * a busy function costs a few calls a second. What cannot be stored now is kept and tried again, after the environment's end too; only what is
 * refused for good, as where the role may not write a log, is dropped.
 */
export class LogWriter implements UnstoredLog {
  readonly #host: ServiceHost;
  readonly #as: CallOptions;
  readonly #group: string;
  readonly #stream: string;
  readonly #ofAll: LogRoom;
  #events: LogEvent[] = [];
  #bytes = 0;
  readonly #decoder = new StringDecoder("utf8");
  #partial = "";
  #scheduled: Timer | undefined;
  #flushedMs = Number.NEGATIVE_INFINITY;
  #sending: Promise<void> = Promise.resolve();
  #nextBatch: PromiseWithResolvers<void> | undefined;
  #room: PromiseWithResolvers<void> | undefined;
  /** Ends the pause before what could not be stored is tried again. */
  #retryNow: (() => void) | undefined;
  #isGivenUp = false;
  /** Events of one batch are in the order of time, also if the machine's clock is set back. */
  #lastMs = 0;

  constructor(host: ServiceHost, as: CallOptions, group: string, stream: string, ofAll: LogRoom) {
    this.#ofAll = ofAll;
    this.#host = host;
    this.#as = as;
    this.#group = group;
    this.#stream = stream;
  }

  /**
   * What the function wrote: one event a line. An unfinished line waits for its end. Undefined unless the caller must wait before it
   * gives more.
   */
  output(bytes: Buffer): Promise<void> | undefined {
    // A character may be cut between two pieces of output.
    const text = this.#decoder.write(bytes);
    let from = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", from)) {
      this.event(withLines(this.#partial + text.slice(from, end + 1)));
      this.#partial = "";
      from = end + 1;
    }
    this.#partial += text.slice(from);
    if (this.#partial.length > batch.eventBytes) this.endLine();
    return this.room();
  }

  /** Undefined while there is room for more, of this log's own and of what all have; else fulfilled when it is worth another look. */
  room(): Promise<void> | undefined {
    if (this.#bytes < waiting.fullBytes) return this.#ofAll.untilRoom();
    this.#room ??= Promise.withResolvers();
    return this.#room.promise;
  }

  /** Ends an unfinished line. */
  endLine(): void {
    if (this.#partial === "") return;
    this.event(withLines(this.#partial));
    this.#partial = "";
  }

  /** One log event, whatever lines it has; cut into several past the service's limit. */
  event(message: string): void {
    for (let from = 0; from < message.length; from += batch.eventBytes) {
      this.#add(message.length > batch.eventBytes ? message.slice(from, from + batch.eventBytes) : message);
    }
  }

  /** Fulfilled when all that was written before the call is stored, which is not hastened: it shares a batch with others. */
  async stored(): Promise<void> {
    if (!this.#scheduled) return this.#sending;
    this.#nextBatch ??= Promise.withResolvers();
    return this.#nextBatch.promise;
  }

  /** The same, at once, as far as it can be stored soon; what can't is tried further. For an environment that ends. */
  async end(): Promise<void> {
    const late = Promise.withResolvers<void>();
    const timer = this.#host.clock.afterMachine(retry.endMs, late.resolve);
    await Promise.race([this.flush(), late.promise]);
    timer.cancel();
  }

  /** As `stored`, at once. */
  flush(): Promise<void> {
    this.#scheduled?.cancel();
    this.#scheduled = undefined;
    if (this.#events.length === 0) return this.#sending;
    const events = this.#events;
    this.#events = [];
    this.#flushedMs = this.#host.clock.monotonicMs();
    this.#sending = this.#sending.then(() => this.#send(events));
    this.#nextBatch?.resolve(this.#sending);
    this.#nextBatch = undefined;
    return this.#sending;
  }

  get isPausing(): boolean {
    return this.#retryNow !== undefined;
  }

  hasten(): void {
    void this.flush();
    this.#retryNow?.();
  }

  giveUp(): void {
    this.#isGivenUp = true;
    this.#retryNow?.();
  }

  #add(message: string): void {
    const bytes = message.length + waiting.eventBytes;
    this.#bytes += bytes;
    this.#ofAll.take(this, bytes);
    this.#lastMs = Math.max(this.#lastMs, this.#host.clock.nowMs());
    this.#events.push({ timestamp: this.#lastMs, message });
    if (this.#scheduled) return;
    const { clock } = this.#host;
    const dueMs = Math.max(firstFlushMs, this.#flushedMs + flushEveryMs - clock.monotonicMs());
    this.#scheduled = clock.afterMachine(this.#bytes < waiting.fullBytes / 2 ? dueMs : 0, () => void this.flush());
  }

  async #send(events: LogEvent[]): Promise<void> {
    for (const part of batchesOf(events)) {
      await this.#sendBatch(part);
      this.#stored(part);
    }
  }

  #stored(events: readonly LogEvent[]): void {
    let bytes = 0;
    for (const { message } of events) bytes += message.length + waiting.eventBytes;
    this.#bytes -= bytes;
    this.#ofAll.give(this, bytes, this.#bytes === 0);
    if (this.#bytes < waiting.fullBytes / 2) {
      this.#room?.resolve();
      this.#room = undefined;
    }
  }

  /** Until it is stored, or refused for good. */
  async #sendBatch(logEvents: LogEvent[]): Promise<void> {
    const { log } = this.#host;
    for (let delayMs = retry.firstMs; !this.#isGivenUp; delayMs = Math.min(2 * delayMs, retry.longestMs)) {
      try {
        await this.#put(logEvents);
        if (delayMs > retry.firstMs) this.#ofAll.recovered();
        return;
      } catch (error) {
        const { kind, reason } = judge(error);
        // The group was made a moment ago: somebody has deleted it between the two calls.
        if (kind === "never" && !isNamed(error, "ResourceNotFoundException")) {
          // The function goes on without its log, as on AWS where its role may not write one.
          log.warn("a function's log is refused and dropped", { group: this.#group, error: reason });
          return;
        }
        if (delayMs === retry.firstMs) {
          log.warn("a function's log could not be stored and will be again", { group: this.#group, error: reason });
        }
        await this.#pause(delayMs);
      }
    }
  }

  async #pause(delayMs: number): Promise<void> {
    const over = Promise.withResolvers<void>();
    const timer = this.#host.clock.afterMachine(delayMs, over.resolve);
    this.#retryNow = over.resolve;
    await over.promise;
    timer.cancel();
    this.#retryNow = undefined;
  }

  async #put(logEvents: LogEvent[]): Promise<void> {
    const at = { logGroupName: this.#group, logStreamName: this.#stream };
    const put = () => this.#host.call("cloudwatch-logs", "PutLogEvents", { ...at, logEvents }, this.#as);
    try {
      await put();
    } catch (error) {
      if (!isNamed(error, "ResourceNotFoundException")) throw error;
      await this.#create(at);
      await put();
    }
  }

  async #create(at: { logGroupName: string; logStreamName: string }): Promise<void> {
    const { logGroupName } = at;
    await this.#host.call("cloudwatch-logs", "CreateLogGroup", { logGroupName }, this.#as).catch(ignoreExisting);
    await this.#host.call("cloudwatch-logs", "CreateLogStream", at, this.#as).catch(ignoreExisting);
  }
}

function* batchesOf(events: readonly LogEvent[]): Generator<LogEvent[]> {
  let part: LogEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const size = Buffer.byteLength(event.message) + batch.overheadBytes;
    const isFull = part.length >= batch.events || bytes + size > batch.bytes;
    if (part.length > 0 && (isFull || event.timestamp - (part[0]?.timestamp ?? 0) >= batch.spanMs)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(event);
    bytes += size;
  }
  if (part.length > 0) yield part;
}

/** Another environment of the function may have made it first. */
function ignoreExisting(error: unknown): void {
  if (!isNamed(error, "ResourceAlreadyExistsException")) throw error;
}
