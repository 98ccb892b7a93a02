import { BadProxyAnswer } from "./bad-proxy-answer.ts";
import { type AnswerHead, type ProxyAnswer, parseAnswer, plainHead, readAnswerHead } from "./proxy-answer.ts";

/** The longest prelude that is waited for: not an AWS quota. */
const longestPreludeBytes = 1024 * 1024;
const octets = "application/octet-stream";
const integration = "application/vnd.awslambda.http-integration-response";
/** JSON cannot hold it. */
const preludeEndBytes = 8;

/** Whether what follows begins with a prelude: the content type alone says so, never the bytes. */
export function hasPrelude(contentType: string | undefined): boolean {
  return contentType?.split(";", 1)[0]?.trim().toLowerCase() === integration;
}

/**
 * Reads the prelude that a streamed answer begins with if its content type says so: status, headers and cookies as JSON, ended by eight NUL bytes. It
 * comes in pieces of any size. Source: "Writing response streaming-enabled Lambda functions", and AWS's own runtime interface clients.
 */
export class PreludeReader {
  #bytes: Buffer = Buffer.allocUnsafe(1024);
  #length = 0;
  /** NUL bytes that the last bytes were. */
  #nuls = 0;

  /** Undefined while more is needed, else the head and what of the body came with it. Throws BadProxyAnswer. */
  take(piece: Buffer): { head: AnswerHead; rest: Buffer } | undefined {
    const end = this.#endIn(piece);
    this.#append(end < 0 ? piece : piece.subarray(0, end));
    if (end < 0) return undefined;
    const text = this.#bytes.toString("utf8", 0, this.#length - preludeEndBytes);
    return { head: readHead(text), rest: piece.subarray(end) };
  }

  /** The stream has ended before the prelude's end. One without any byte is an empty answer. Throws BadProxyAnswer for any other. */
  end(): AnswerHead {
    if (this.#length === 0) return plainHead(undefined);
    throw new BadProxyAnswer("its stream has ended within its prelude");
  }

  /** Behind the last NUL byte that belongs to the prelude; -1 if that is not in this piece. */
  #endIn(piece: Buffer): number {
    for (let at = 0; at < piece.length; at += 1) {
      if (piece[at] !== 0) {
        this.#nuls = 0;
        // Most of a prelude is no NUL: the next one is found at once.
        const next = piece.indexOf(0, at);
        if (next < 0) return -1;
        at = next;
      }
      this.#nuls += 1;
      if (this.#nuls === preludeEndBytes) return at + 1;
    }
    return -1;
  }

  #append(part: Buffer): void {
    const length = this.#length + part.length;
    if (length > longestPreludeBytes)
      throw new BadProxyAnswer(`its prelude has more than ${longestPreludeBytes} bytes`);
    if (length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    part.copy(this.#bytes, this.#length);
    this.#length = length;
  }
}

/** An answer with a prelude that has been written whole; undefined for one without. Throws BadProxyAnswer. */
export function readWholeStream(payload: Buffer, contentType: string | undefined): ProxyAnswer | undefined {
  if (!hasPrelude(contentType)) return undefined;
  const reader = new PreludeReader();
  const read = reader.take(payload);
  return read ? { ...read.head, body: read.rest } : { ...reader.end(), body: payload };
}

function readHead(text: string): AnswerHead {
  const prelude = parseAnswer(text);
  if (typeof prelude !== "object" || prelude === null || Array.isArray(prelude)) {
    throw new BadProxyAnswer("its prelude is no JSON object");
  }
  return readAnswerHead(prelude, octets);
}
