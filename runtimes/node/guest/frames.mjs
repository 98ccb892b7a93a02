/** Frames to and from Squall: a length (4 bytes, little-endian), a type (1 byte), the payload. See runtimes/README.md. */
import { readSync, writeSync } from "node:fs";
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
  wanted: 13,
  brought: 14,
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
  const take = (chunk, onEach) => {
    data = data.length === 0 ? chunk : Buffer.concat([data, chunk]);
    while (data.length >= headerBytes && data.length >= headerBytes + data.readUInt32LE(0)) {
      const end = headerBytes + data.readUInt32LE(0);
      const frame = data.subarray(headerBytes, end);
      const type = data[4];
      data = data.subarray(end);
      onEach(type, frame);
    }
  };
  socket.on("data", (chunk) => take(chunk, onFrame));
  socket.on("error", () => process.exit(0));
  socket.on("end", () => process.exit(0));
  return {
    hold: () => socket.ref(),
    release: () => socket.unref(),
    close: () => socket.destroy(),
    /** Fulfilled when the kernel has it. */
    send: (type, payload) => new Promise((resolve) => socket.write(toFrame(type, payload), resolve)),
    /**
     * Gives the text that Squall answers, and does nothing else until then. Undefined where the program is in the middle of a response that is not read: the
     * question would come in the middle of it.
     */
    ask: (payload) => {
      if (socket.writableLength > 0) return undefined;
      writeWhole(fd, toFrame(types.wanted, payload));
      let answer;
      while (answer === undefined) {
        const chunk = readSome(fd);
        if (chunk.length === 0) process.exit(0);
        take(chunk, (type, frame) => {
          if (type === types.brought) answer = frame.toString("utf8");
          // The next event, which has come meanwhile.
          else setImmediate(onFrame, type, Buffer.from(frame));
        });
      }
      return answer;
    },
  };
}

function toFrame(type, payload) {
  const body = Buffer.from(payload);
  const frame = Buffer.allocUnsafe(headerBytes + peakBytes + body.length);
  frame.writeUInt32LE(peakBytes + body.length, 0);
  frame[4] = type;
  frame.writeBigUInt64LE(BigInt(process.resourceUsage().maxRSS) * 1024n, headerBytes);
  body.copy(frame, headerBytes + peakBytes);
  return frame;
}

function writeWhole(fd, frame) {
  for (let at = 0; at < frame.length; ) at += untilPossible(() => writeSync(fd, frame, at));
}

function readSome(fd) {
  const chunk = Buffer.allocUnsafe(65536);
  return chunk.subarray(
    0,
    untilPossible(() => readSync(fd, chunk)),
  );
}

/** The socket is one that does not wait by itself. */
function untilPossible(work) {
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
      Atomics.wait(sleeper, 0, 0, 5);
    }
  }
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
