/** Responses that a function streams: `awslambda.streamifyResponse` and `awslambda.HttpResponseStream`. */
import { Writable } from "node:stream";
import { types } from "./frames.mjs";

/** AWS's own mark, so that a wrapper around the handler can pass it on. */
const streaming = Symbol.for("aws.lambda.runtime.handler.streaming");
const preludeEnd = Buffer.alloc(8);
/** A frame has no more: Squall reads each whole. */
const longestPart = 1024 * 1024;

/** What a function finds at `globalThis.awslambda`. */
export const awslambda = {
  streamifyResponse: (handler) => {
    handler[streaming] = "response";
    return handler;
  },
  HttpResponseStream: {
    /** Gives the stream whose first bytes are the answer's status, headers and cookies. */
    from: (stream, prelude) => {
      stream.setContentType("application/vnd.awslambda.http-integration-response");
      const text = JSON.stringify(prelude);
      stream._onBeforeFirstWrite = (write) => {
        write(text);
        write(preludeEnd);
      };
      return stream;
    },
  },
};

export function isStreaming(handler) {
  return handler[streaming] === "response";
}

/** Each write is a frame; a write is done when the kernel has it, so a function waits for a reader that is slower. */
export class ResponseStream extends Writable {
  #frames;
  #contentType;
  #hasBegun = false;
  /** Called with a function that writes, before the first that is written: AWS's own name for it, which libraries set. */
  _onBeforeFirstWrite;

  constructor(frames) {
    super({ highWaterMark: 64 * 1024 });
    this.#frames = frames;
  }

  setContentType(contentType) {
    if (this.#hasBegun) throw new InvalidStreamingOperation("Cannot set content-type, too late.");
    this.#contentType = contentType;
  }

  _write(chunk, encoding, done) {
    this.#send(toBytes(chunk, encoding)).then(() => done(), done);
  }

  _final(done) {
    // A response of a prelude alone has it all the same.
    this.#send(Buffer.alloc(0)).then(() => done(), done);
  }

  /** Says what the response is. Gives what goes before its first bytes. */
  async #begin() {
    this.#hasBegun = true;
    if (this.#contentType !== undefined) await this.#frames.send(types.partsType, String(this.#contentType));
    const before = [];
    this._onBeforeFirstWrite?.((chunk) => before.push(Buffer.from(chunk)));
    return before;
  }

  async #send(bytes) {
    const all = this.#hasBegun ? bytes : Buffer.concat([...(await this.#begin()), bytes]);
    for (let at = 0; at < all.length; at += longestPart) {
      await this.#frames.send(types.part, all.subarray(at, at + longestPart));
    }
  }
}

class InvalidStreamingOperation extends Error {
  name = "InvalidStreamingOperation";
}

/** Runs one event through a streaming handler. Fulfilled with `{}` when the response has been sent, or `{ error }`. */
export async function runStreaming(handler, event, context, frames) {
  const stream = new ResponseStream(frames);
  const finished = new Promise((resolve) => {
    stream.on("finish", () => resolve({}));
    stream.on("error", (error) => resolve({ error }));
  });
  try {
    const returned = handler(event, stream, context);
    if (!(returned instanceof Promise)) throw new Error("Streaming does not support non-async handlers.");
    await returned;
  } catch (error) {
    return { error: error ?? new Error(String(error)) };
  }
  // A handler that is over has nothing more to write.
  if (!stream.writableEnded) stream.end();
  return finished;
}

function toBytes(chunk, encoding) {
  return typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk;
}
