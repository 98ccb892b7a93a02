import { BadProxyAnswer } from "./bad-proxy-answer.ts";
import { Prelude } from "./prelude.ts";
import { type AnswerHead, type ProxyAnswer, parseAnswer, plainHead, readAnswerHead } from "./proxy-answer.ts";

/** The longest prelude that is waited for: not an AWS quota. */
const longestPreludeBytes = 1024 * 1024;
const octets = "application/octet-stream";
const integration = "application/vnd.awslambda.http-integration-response";

/** Whether what follows begins with a prelude: the content type alone says so, never the bytes. */
export function hasPrelude(contentType: string | undefined): boolean {
  return contentType?.split(";", 1)[0]?.trim().toLowerCase() === integration;
}

/** Reads the status, headers and cookies that a streamed answer begins with if its content type says so. */
export class PreludeReader {
  readonly #prelude = new Prelude(longestPreludeBytes);

  /** Undefined while more is needed, else the head and what of the body came with it. Throws BadProxyAnswer. */
  take(piece: Buffer): { head: AnswerHead; rest: Buffer } | undefined {
    const read = this.#prelude.take(piece);
    return read && { head: readHead(read.text), rest: read.rest };
  }

  /** The stream has ended before the prelude's end. One without any byte is an empty answer. Throws BadProxyAnswer for any other. */
  end(): AnswerHead {
    if (this.#prelude.isEmpty) return plainHead(undefined);
    throw new BadProxyAnswer("its stream has ended within its prelude");
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
