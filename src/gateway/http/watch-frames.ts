import type { Socket } from "node:net";

/**
 * Looks at the lengths of a client's frames as they come, which the library joins to messages without telling: `tooLarge` is called for the first frame
 * of more than `mostBytes`. Source: RFC 6455, 5.2: what comes before a frame's payload.
 */
export function watchFrames(socket: Socket, mostBytes: number, tooLarge: () => void): void {
  /** What is still to come of the payload, and of the mask before it. */
  let restBytes = 0;
  /** What has come of a frame's first bytes. */
  let begun: Buffer | undefined;
  const look = (given: Buffer) => {
    let chunk = begun ? Buffer.concat([begun, given]) : given;
    begun = undefined;
    for (;;) {
      const passed = Math.min(restBytes, chunk.length);
      restBytes -= passed;
      chunk = passed === 0 ? chunk : chunk.subarray(passed);
      if (chunk.length === 0) return;
      const frame = readHead(chunk);
      if (!frame) {
        begun = Buffer.from(chunk);
        return;
      }
      if (frame.payloadBytes > mostBytes) {
        socket.off("data", look);
        return tooLarge();
      }
      restBytes = frame.headBytes + frame.payloadBytes;
    }
  };
  socket.prependListener("data", look);
}

/** Undefined if its length has not come whole. */
function readHead(chunk: Buffer): { readonly headBytes: number; readonly payloadBytes: number } | undefined {
  if (chunk.length < 2) return undefined;
  const second = chunk[1] as number;
  const maskBytes = second & 0x80 ? 4 : 0;
  const short = second & 0x7f;
  if (short < 126) return { headBytes: 2 + maskBytes, payloadBytes: short };
  const lengthBytes = short === 126 ? 2 : 8;
  if (chunk.length < 2 + lengthBytes) return undefined;
  const payloadBytes = short === 126 ? chunk.readUInt16BE(2) : Number(chunk.readBigUInt64BE(2));
  return { headBytes: 2 + lengthBytes + maskBytes, payloadBytes };
}
