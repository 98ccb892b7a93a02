import { Readable } from "node:stream";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Clock } from "../../../platform/clock.ts";
import { isNamed, isOutage, toBlobError } from "./s3-errors.ts";

export interface ReadFrom {
  readonly client: S3Client;
  readonly clock: Clock;
  readonly bucket: string;
  readonly key: string;
  /** The blob's name, for errors. */
  readonly name: string;
}

/** What is read in one go: most blobs are no longer, and need no stream of ours around the store's. */
const smallBytes = 64 * 1024;
/** A store that sends nothing for so long while somebody waits is asked again. */
const silenceMs = 30_000;
/** Tries without a byte between them. */
const mostTries = 5;
const firstPauseMs = 100;

/** Bytes of a blob that the store has begun to send. */
interface Answer {
  readonly body: Readable;
  readonly sizeBytes: number;
}

/** The bytes from `start` up to `end`, exclusive. Rejects before there is a stream if there is no such blob. */
export async function readS3(from: ReadFrom, { start, end }: { start: number; end: number }): Promise<Readable> {
  const answer = await ask(from, start, end);
  if (!answer) return Readable.from([], { objectMode: false });
  const bytes = received(from, answer, start);
  if (answer.sizeBytes > smallBytes) return Readable.from(bytes, { objectMode: false });
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Readable.from(chunks, { objectMode: false });
}

/** Undefined if the range lies behind the blob's end, or is empty. */
async function ask({ client, bucket, key, name }: ReadFrom, start: number, end: number): Promise<Answer | undefined> {
  const last = Math.max(start, end - 1);
  const Range = start === 0 && end === Number.MAX_SAFE_INTEGER ? undefined : `bytes=${start}-${last}`;
  try {
    const { Body, ContentLength } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range }));
    const body = Body as Readable;
    if (end > start) return { body, sizeBytes: ContentLength ?? Number.MAX_SAFE_INTEGER };
    body.destroy();
    return undefined;
  } catch (error) {
    if (isNamed(error, "InvalidRange")) return undefined;
    throw toBlobError(error, name);
  }
}

/** A blob never changes: where an answer breaks off, the rest is asked for. */
async function* received(from: ReadFrom, first: Answer, start: number): AsyncGenerator<Uint8Array> {
  const end = start + first.sizeBytes;
  let answer: Answer | undefined = first;
  let at = start;
  for (let tries = 1; ; ) {
    try {
      answer ??= await ask(from, at, end);
      if (!answer) return;
      for await (const chunk of chunksOf(answer.body, from.clock)) {
        at += chunk.byteLength;
        tries = 1;
        yield chunk;
      }
      if (at >= end || first.sizeBytes === Number.MAX_SAFE_INTEGER) return;
      throw brokenOff();
    } catch (error) {
      if (tries === mostTries || !isOutage(error)) throw toBlobError(error, from.name);
      await pause(from.clock, firstPauseMs * 2 ** (tries - 1));
      tries++;
      answer = undefined;
    }
  }
}

/** Only the time in which somebody waits for the store counts: a slow reader is no fault of the store. */
async function* chunksOf(body: Readable, clock: Clock): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  try {
    for (;;) {
      const timer = clock.afterMachine(silenceMs, () => body.destroy(silent()));
      const next = await chunks.next().finally(() => timer.cancel());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    body.destroy();
  }
}

function pause(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => clock.afterMachine(delayMs, resolve));
}

function brokenOff(): Error {
  return Object.assign(new Error("the blob store broke its answer off"), { code: "ECONNRESET" });
}

function silent(): Error {
  return Object.assign(new Error("the blob store sends nothing"), { code: "ETIMEDOUT" });
}
