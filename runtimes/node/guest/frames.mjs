/** Frames to and from Squall: a length (4 bytes, little-endian), a type (1 byte), the payload. See runtimes/README.md. */
import { Socket } from "node:net";

export const types = {
  init: 1,
  invoke: 2,
  ready: 3,
  fault: 4,
  response: 5,
  error: 6,
  waiting: 7,
  fatal: 8,
  warm: 9,
  part: 10,
  partsType: 11,
};

const headerBytes = 5;
const peakBytes = 8;

/**
 * Calls back for each frame. The connection keeps the process alive only between invocations (`hold`): during one, an event loop with
 * nothing else to do means that the function has ended.
 */
export function openFrames(fd, onFrame) {
  const socket = new Socket({ fd });
  let data = Buffer.alloc(0);
  socket.on("data", (chunk) => {
    data = data.length === 0 ? chunk : Buffer.concat([data, chunk]);
    while (data.length >= headerBytes && data.length >= headerBytes + data.readUInt32LE(0)) {
      const end = headerBytes + data.readUInt32LE(0);
      const frame = data.subarray(headerBytes, end);
      const type = data[4];
      data = data.subarray(end);
      onFrame(type, frame);
    }
  });
  socket.on("error", () => process.exit(0));
  socket.on("end", () => process.exit(0));
  return {
    hold: () => socket.ref(),
    release: () => socket.unref(),
    close: () => socket.destroy(),
    /** Fulfilled when the kernel has it. */
    send: (type, payload) =>
      new Promise((resolve) => {
        const body = Buffer.from(payload);
        const frame = Buffer.allocUnsafe(headerBytes + peakBytes + body.length);
        frame.writeUInt32LE(peakBytes + body.length, 0);
        frame[4] = type;
        frame.writeBigUInt64LE(BigInt(process.resourceUsage().maxRSS) * 1024n, headerBytes);
        body.copy(frame, headerBytes + peakBytes);
        socket.write(frame, resolve);
      }),
  };
}

/** Deadline (double), four lengths (2 bytes each; 0xffff is absent), the four texts, the event. */
export function parseInvocation(payload) {
  let at = 16;
  const texts = [8, 10, 12, 14].map((offset) => {
    const length = payload.readUInt16LE(offset);
    if (length === 0xffff) return undefined;
    at += length;
    return payload.toString("utf8", at - length, at);
  });
  const [requestId, invokedFunctionArn, clientContext, traceId] = texts;
  return {
    deadlineMs: payload.readDoubleLE(0),
    requestId,
    invokedFunctionArn,
    clientContext,
    traceId,
    event: payload.toString("utf8", at),
  };
}
