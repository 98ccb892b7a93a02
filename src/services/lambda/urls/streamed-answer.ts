import { Readable } from "node:stream";
import type { OnPart } from "../../../sandbox/sandbox.ts";
import { BadProxyAnswer } from "../../http-proxy/bad-proxy-answer.ts";
import { type AnswerHead, plainHead } from "../../http-proxy/proxy-answer.ts";
import { hasPrelude, PreludeReader } from "../../http-proxy/stream-head.ts";
import type { InvocationOutcome } from "../invocation/invocation.ts";
import { PartStream } from "../invocation/part-stream.ts";
import { internalServerError, type UrlAnswer } from "./url-answer.ts";

/**
 * The answer of a URL that streams. It begins with the function's first piece, or with its prelude where it has one, and goes on as the function
 * writes. What a function answers that does not stream goes to the client as it is: its JSON, a `statusCode` in it too, is the body, as recorded on AWS.
 * Throws BadProxyAnswer for a prelude that cannot be read.
 */
export async function streamAnswer(invoke: (onPart: OnPart) => Promise<InvocationOutcome>): Promise<UrlAnswer> {
  const parts = new PartStream();
  const begun = Promise.withResolvers<{ readonly contentType: string | undefined }>();
  const ended = invoke((part, contentType) => {
    begun.resolve({ contentType });
    return parts.push(part);
  });
  void ended.then(
    (outcome) => {
      // All of it at once is one piece.
      if (!outcome.failed && outcome.payload.length > 0) void parts.push(outcome.payload);
      parts.end();
    },
    () => parts.end(),
  );
  try {
    const first = await Promise.race([begun.promise, ended]);
    if ("failed" in first && first.failed) return internalServerError();
    const { head, rest } = await readHead(parts, first.contentType);
    return { ...head, body: toBody(rest, parts, ended) };
  } catch (error) {
    parts.abandon();
    // A function that fails within its prelude has failed, and nothing of it has gone yet.
    if (error instanceof BadProxyAnswer && (await ended).failed) return internalServerError();
    throw error;
  }
}

const nothing = Buffer.alloc(0);

async function readHead(
  parts: PartStream,
  contentType: string | undefined,
): Promise<{ head: AnswerHead; rest: Buffer }> {
  if (!hasPrelude(contentType)) return { head: plainHead(contentType), rest: nothing };
  const reader = new PreludeReader();
  for (let part = await parts.next(); part; part = await parts.next()) {
    const read = reader.take(part);
    if (read) return read;
  }
  return { head: reader.end(), rest: nothing };
}

/** What fails in the middle breaks the answer off: its head has gone. A reader that goes lets the function go on. */
function toBody(first: Buffer, parts: PartStream, ended: Promise<InvocationOutcome>): Readable {
  const body = Readable.from(pieces(first, parts, ended), { objectMode: false });
  body.once("close", () => parts.abandon());
  return body;
}

async function* pieces(first: Buffer, parts: PartStream, ended: Promise<InvocationOutcome>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  for (let part = await parts.next(); part; part = await parts.next()) if (part.length > 0) yield part;
  if ((await ended).failed) throw new Error("the function failed while it streamed");
}
