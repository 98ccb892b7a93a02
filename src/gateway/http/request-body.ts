import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import { PassThrough, type Readable, type Transform } from "node:stream";
import { AwsError } from "../../platform/aws-error.ts";
import type { BodyBudget, Collecting } from "./body-budget.ts";
import type { Slots } from "./slots.ts";

/**
 * The largest body held in memory, of an operation whose service says nothing else (`requestBytes`): what a parser takes at one go keeps
 * all others waiting.
 */
export const largestBodyBytes = 2 * 1024 * 1024;

/** What must have come in each minute: a slow line has a hundred times as much. */
const leastBytesAMinute = 8 * 1024;

export interface BodyOptions {
  readonly budget: BodyBudget;
  /** Bodies that somebody is reading, for the watch over those that don't come. */
  readonly reading: Slots<RequestBody>;
  /** Set if the client waits for word before it sends (`Expect: 100-continue`). */
  readonly sendContinue: (() => void) | undefined;
}

/**
 * A request's body, owned by the listener: whoever reads it, in memory or through streams made from it, it is the listener that ends
 * all of them when there is an answer. No stream of it is ever without a listener for its errors, and no reader that stops early
 * closes the connection before the client has its answer.
 */
export class RequestBody implements Collecting {
  readonly sinceMs = performance.now();
  readonly #message: IncomingMessage | Http2ServerRequest;
  readonly #options: BodyOptions;
  /** Made from the body, in the order of their making: each reads the one before. */
  readonly #streams: Transform[] = [];
  #sendContinue: (() => void) | undefined;
  #fail: ((error: AwsError) => void) | undefined;
  #heldBytes = 0;
  #seenBytes = 0;
  #seenAtMs = this.sinceMs;
  #minuteBytes = 0;
  #minuteAtMs = this.sinceMs;
  /** Among those that are read. */
  #slot: number | undefined;

  constructor(message: IncomingMessage | Http2ServerRequest, options: BodyOptions) {
    this.#message = message;
    this.#options = options;
    this.#sendContinue = options.sendContinue;
    message.on("error", nobodyElse);
  }

  /** Whether a part of it has not arrived: who ends the request now leaves the client in the middle of sending. */
  get isUnread(): boolean {
    return !this.#message.complete;
  }

  /** Bytes that may still come, of those announced; undefined where the client didn't say. */
  get announcedBytes(): number | undefined {
    const length = this.#message.headers["content-length"];
    return length === undefined ? undefined : Number(length);
  }

  /** Whether the client has not been told to send it, and so may never do. */
  get isHeldBack(): boolean {
    return this.#sendContinue !== undefined;
  }

  /**
   * All of it, in memory. Throws RequestEntityTooLargeException, IncompleteBody, RequestTimeout and ServiceUnavailable. By events: an
   * async iterator is dear on every request's path.
   */
  collect(limitBytes: number = largestBodyBytes, operation?: string): Promise<Buffer> {
    if ((this.announcedBytes ?? 0) > limitBytes) return Promise.reject(tooLarge(limitBytes, operation));
    const message = this.#begin();
    this.#askForIt();
    return this.#collect(message, limitBytes, operation);
  }

  /** All of what `through` gives, in memory. */
  collectStream(stream: Transform, limitBytes: number, operation?: string): Promise<Buffer> {
    return this.#collect(stream, limitBytes, operation);
  }

  /** What a transform makes of bytes that were collected (unzipped, say), within the same budget. Rejects with the transform's own error, too. */
  collectThrough(collected: Buffer, transform: Transform, limitBytes: number, operation?: string): Promise<Buffer> {
    this.#streams.push(transform);
    transform.on("error", nobodyElse);
    const made = this.#collect(transform, limitBytes, operation);
    transform.end(collected);
    return made.finally(() => transform.destroy());
  }

  /** The bytes as they come. Destroying it lets the connection live. */
  stream(): Readable {
    return this.through(new PassThrough());
  }

  /** Sends the bytes, or what the last one made of them, through one more stream, which ends with this body. */
  through<T extends Transform>(next: T): T {
    const source = this.#streams.at(-1) ?? this.#begin();
    this.#streams.push(next);
    next.on("error", nobodyElse);
    const fail = (error: Error) => next.destroy(error instanceof AwsError ? error : incompleteBody());
    source.on("error", fail);
    source.on("aborted", fail);
    if (this.#sendContinue) this.#askWhenRead(next);
    source.pipe(next);
    next.once("close", () => source.unpipe(next));
    this.#fail = fail;
    return next;
  }

  /** Called regularly while it is being read. By the connection's bytes: counting each body's would be paid by all. */
  watch(nowMs: number, mostIdleMs: number): void {
    const bytes = this.#connectionBytes();
    if (bytes !== this.#seenBytes || this.#message.readableLength > 0) {
      this.#seenBytes = bytes;
      this.#seenAtMs = nowMs;
    }
    const isIdle = nowMs - this.#seenAtMs > mostIdleMs;
    let isSlow = false;
    if (nowMs - this.#minuteAtMs > 60_000) {
      isSlow = bytes - this.#minuteBytes < leastBytesAMinute && this.#message.readableLength === 0;
      this.#minuteBytes = bytes;
      this.#minuteAtMs = nowMs;
    }
    if ((isIdle || isSlow) && this.isUnread) this.giveUp(timedOut());
  }

  giveUp(error: AwsError): void {
    this.#fail?.(error);
  }

  /**
   * What was collected is its operation's own from now on, whose limits bound it (a function's concurrency): the budget is for what is still
   * on its way.
   */
  handOver(): void {
    this.#release();
  }

  /** Nothing reads it any more: its streams end, its memory is free for others. Repeatable. */
  end(): void {
    if (this.#slot !== undefined) this.#options.reading.remove(this.#slot);
    this.#slot = undefined;
    this.#fail = undefined;
    for (const stream of this.#streams) stream.destroy();
    this.#release();
  }

  /**
   * Reads and drops what still comes, so that the client, which may be sending, gets to read its answer. False if that was too much or
   * took too long.
   */
  drain(mostBytes: number, mostMs: number): Promise<boolean> {
    const message = this.#message;
    message.unpipe();
    return new Promise((resolve) => {
      let bytes = 0;
      const stop = (isDrained: boolean) => {
        clearTimeout(timer);
        message.off("data", count);
        resolve(isDrained);
      };
      const count = (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > mostBytes) stop(false);
      };
      const timer = setTimeout(stop, mostMs, false);
      message.on("data", count);
      message.once("end", () => stop(true));
      message.once("close", () => stop(message.complete));
      if (message.readableEnded || message.destroyed) stop(message.complete);
      else message.resume();
    });
  }

  #begin(): IncomingMessage | Http2ServerRequest {
    this.#slot ??= this.#options.reading.add(this);
    this.#seenBytes = this.#minuteBytes = this.#connectionBytes();
    return this.#message;
  }

  #askForIt(): void {
    this.#sendContinue?.();
    this.#sendContinue = undefined;
  }

  /** Whoever refuses before reading has not asked for the body: its sender hears the refusal, and keeps it. */
  #askWhenRead(stream: Transform): void {
    const read = stream._read;
    stream._read = (size) => {
      if (this.#streams.at(-1) === stream) this.#askForIt();
      read.call(stream, size);
    };
  }

  #collect(source: Readable, limitBytes: number, operation: string | undefined): Promise<Buffer> {
    const { budget } = this.#options;
    const slot = budget.enter(this);
    return new Promise<Buffer>((resolve, reject) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      let isOver = false;
      const stop = () => {
        isOver = true;
        this.#fail = undefined;
        budget.leave(slot);
      };
      const fail = (error: unknown) => {
        if (isOver) return;
        stop();
        source.off("data", take);
        source.pause();
        chunks.length = 0;
        this.#release();
        // What a connection says of its end is nobody's fault here.
        const isOwn = error instanceof AwsError || (error instanceof Error && source !== this.#message);
        reject(isOwn ? error : incompleteBody());
      };
      const take = (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > limitBytes) return fail(tooLarge(limitBytes, operation));
        chunks.push(chunk);
        if (budget.take(chunk.length)) {
          this.#heldBytes += chunk.length;
          return;
        }
        source.pause();
        budget.wait(chunk.length, this).then(() => {
          if (isOver) return budget.give(chunk.length);
          this.#heldBytes += chunk.length;
          source.resume();
        }, fail);
      };
      this.#fail = fail;
      // `on`, not `once`, which makes a function more of each for every request.
      source.on("data", take);
      source.on("error", fail);
      source.on("aborted", fail);
      source.on("end", () => {
        if (isOver) return;
        stop();
        resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
      });
      source.on("close", fail);
    });
  }

  #release(): void {
    if (this.#heldBytes > 0) this.#options.budget.give(this.#heldBytes);
    this.#heldBytes = 0;
  }

  #connectionBytes(): number {
    try {
      return this.#message.socket?.bytesRead ?? 0;
    } catch {
      // HTTP/2's stand-in for a socket throws when its session has ended.
      return 0;
    }
  }
}

/** Streams' errors are told by those who read them; one that comes after the last reader has nobody to tell. */
function nobodyElse(): void {}

function tooLarge(limitBytes: number, operation: string | undefined): AwsError {
  const whose = operation === undefined ? "the operation" : `the ${operation} operation`;
  return new AwsError(
    "RequestEntityTooLargeException",
    `Request must be smaller than ${limitBytes} bytes for ${whose}`,
    {
      status: 413,
    },
  );
}

export function incompleteBody(): AwsError {
  const message = "You did not provide the number of bytes specified by the Content-Length HTTP header";
  return new AwsError("IncompleteBody", message, { status: 400 });
}

function timedOut(): AwsError {
  const message =
    "Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.";
  return new AwsError("RequestTimeout", message, { status: 400 });
}
