import type { Socket } from "node:net";
import type { Invocation } from "../sandbox.ts";

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
  /** A piece of a response that the function streams. */
  part: 10,
} as const;

const headerBytes = 5;
/** More than any event or response AWS takes: what is longer is no frame of ours. */
const longestBytes = 64 * 1024 * 1024;

/** Calls back for each whole frame. The payload may share memory with the chunk it came in. */
export function readFrames(socket: Socket, onFrame: (type: number, payload: Buffer) => void): void {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let neededBytes = headerBytes;
  socket.on("data", (chunk: Buffer) => {
    pendingBytes += chunk.length;
    if (pendingBytes < neededBytes) {
      pending.push(chunk);
      return;
    }
    let data = pending.length === 0 ? chunk : Buffer.concat([...pending, chunk]);
    for (;;) {
      neededBytes = data.length < headerBytes ? headerBytes : headerBytes + data.readUInt32LE(0);
      if (neededBytes > longestBytes) {
        socket.destroy(new Error("a function's process sent what is no frame"));
        return;
      }
      if (data.length < neededBytes) break;
      onFrame(data[4]!, data.subarray(headerBytes, neededBytes));
      data = data.subarray(neededBytes);
    }
    pending = data.length === 0 ? [] : [data];
    pendingBytes = data.length;
  });
}

/** Without an environment the process keeps the one it was launched with. A template goes on to make others of itself. */
export function toInitFrame(
  handler: string,
  environment: Readonly<Record<string, string>> | undefined,
  isTemplate: boolean,
): Buffer {
  const payload = Buffer.from(JSON.stringify({ handler, environment, ...(isTemplate ? { isTemplate } : {}) }));
  return Buffer.concat([header(frameTypes.init, payload.length), payload]);
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
