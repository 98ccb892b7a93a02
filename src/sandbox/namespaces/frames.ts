import type { Socket } from "node:net";
import { responseLimits } from "../response-limits.ts";
import type { EnvironmentSpec, Invocation } from "../sandbox.ts";

/** Types of frames between Squall and a function's process. See runtimes/README.md. */
export const frameTypes = {
  hello: 0,
  init: 1,
  invoke: 2,
  ready: 3,
  fault: 4,
  response: 5,
  error: 6,
  waiting: 7,
  /** An error after which the process ends. */
  fatal: 8,
  /** It waits for a function and has loaded ahead all it could. */
  warm: 9,
  load: 12,
  /** A piece of a response that the function streams. */
  part: 10,
  /** What the pieces that follow are: a content type. */
  partsType: 11,
  /** A package that the runtime should have is to be brought: its name. The process waits for the answer, which is empty or says why not. */
  wanted: 13,
  brought: 14,
  /** Of the relay: what an environment has sent to the daemon of X-Ray, after the environment's id. */
  trace: 12,
} as const;

const headerBytes = 5;
/** READY, FAULT, RESPONSE, ERROR and PART begin with the most memory the process has used: 8 bytes. */
export const peakBytes = 8;
/** What no answer is longer than that AWS takes. */
const longestBytes = responseLimits.bufferedBytes + peakBytes;

/** `bytes` is the payload's length: of one that is too long there is no more than its first 8 bytes. */
export type FrameListener = (type: number, payload: Buffer, bytes: number) => void;

/** Calls back for each whole frame. The payload may share memory with the chunk it came in. */
export function readFrames(socket: Socket, onFrame: FrameListener): void {
  const reader = new FrameReader(onFrame);
  socket.on("data", (chunk: Buffer) => {
    if (!reader.read(chunk)) socket.destroy(new Error("a function's process sent what is no frame"));
  });
}

class FrameReader {
  readonly #onFrame: FrameListener;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #neededBytes = headerBytes;
  /** A frame that is too long: what is left of it is read and forgotten. */
  #skipped: { readonly type: number; readonly payload: Buffer; readonly bytes: number; restBytes: number } | undefined;

  constructor(onFrame: FrameListener) {
    this.#onFrame = onFrame;
  }

  /** False at what is no frame. */
  read(received: Buffer): boolean {
    const chunk = this.#skip(received);
    this.#pendingBytes += chunk.length;
    if (this.#pendingBytes < this.#neededBytes) {
      if (chunk.length > 0) this.#pending.push(chunk);
      return true;
    }
    let data = this.#pending.length === 0 ? chunk : Buffer.concat([...this.#pending, chunk]);
    for (;;) {
      const bytes = data.length < headerBytes ? 0 : data.readUInt32LE(0);
      this.#neededBytes = headerBytes + (bytes > longestBytes ? peakBytes : bytes);
      if (data.length < this.#neededBytes) break;
      const type = data[4]!;
      const payload = data.subarray(headerBytes, this.#neededBytes);
      data = data.subarray(this.#neededBytes);
      if (bytes <= longestBytes) this.#onFrame(type, payload, bytes);
      else if (!answers.has(type)) return false;
      else {
        this.#skipped = { type, payload: Buffer.from(payload), bytes, restBytes: bytes - peakBytes };
        data = this.#skip(data);
      }
    }
    this.#pending = data.length === 0 ? [] : [data];
    this.#pendingBytes = data.length;
    return true;
  }

  /** What comes after the frame that is skipped. */
  #skip(data: Buffer): Buffer {
    const skipped = this.#skipped;
    if (!skipped) return data;
    const here = Math.min(skipped.restBytes, data.length);
    skipped.restBytes -= here;
    if (skipped.restBytes === 0) {
      this.#skipped = undefined;
      this.#onFrame(skipped.type, skipped.payload, skipped.bytes);
    }
    return data.subarray(here);
  }
}

/** Those in which a function may say as much as it likes. */
const answers: ReadonlySet<number> = new Set([frameTypes.response, frameTypes.error]);

/** Without an environment the process keeps the one it was launched with. A template goes on to make others of itself. */
export function toInitFrame(
  handler: string,
  environment: Readonly<Record<string, string>> | undefined,
  isTemplate: boolean,
  { purpose, inherits }: Pick<EnvironmentSpec, "purpose" | "inherits"> = {},
): Buffer {
  const payload = Buffer.from(
    JSON.stringify({
      handler,
      environment,
      isTemplate: isTemplate || undefined,
      compiles: purpose === "compile" || undefined,
      tellsModules: purpose === "tell-modules" || undefined,
      tries: purpose === "try" || undefined,
      inherits: isTemplate ? inherits : undefined,
    }),
  );
  return Buffer.concat([header(frameTypes.init, payload.length), payload]);
}

/** Modules to be loaded ahead, without anything of them being run; answered by `ready`. */
export function toLoadFrame(names: readonly string[]): Buffer {
  const payload = Buffer.from(JSON.stringify({ names }));
  return Buffer.concat([header(frameTypes.load, payload.length), payload]);
}

export function toBroughtFrame(refusal: string): Buffer {
  const payload = Buffer.from(refusal);
  return Buffer.concat([header(frameTypes.brought, payload.length), payload]);
}

/** Deadline (double), four lengths (2 bytes each; 0xffff is absent), the four texts, the event. */
export function toInvokeFrame({
  requestId,
  event,
  deadlineMs,
  invokedFunctionArn,
  clientContext,
  traceId,
}: Invocation): Buffer {
  const texts = [requestId, invokedFunctionArn, clientContext, traceId];
  const lengths = texts.map((text) => (text === undefined ? 0 : Buffer.byteLength(text)));
  const fixedBytes = headerBytes + 16;
  const textBytes = lengths[0]! + lengths[1]! + lengths[2]! + lengths[3]!;
  const frame = Buffer.allocUnsafe(fixedBytes + textBytes + event.length);
  frame.writeUInt32LE(frame.length - headerBytes, 0);
  frame[4] = frameTypes.invoke;
  frame.writeDoubleLE(deadlineMs, headerBytes);
  let at = fixedBytes;
  for (let index = 0; index < texts.length; index += 1) {
    const text = texts[index];
    frame.writeUInt16LE(text === undefined ? 0xffff : lengths[index]!, headerBytes + 8 + index * 2);
    if (text) at += frame.write(text, at, "utf8");
  }
  frame.set(event, at);
  return frame;
}

function header(type: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(headerBytes);
  bytes.writeUInt32LE(length, 0);
  bytes[4] = type;
  return bytes;
}
