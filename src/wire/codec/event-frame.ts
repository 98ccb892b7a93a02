import { crc32 } from "node:zlib";

/**
 * One message of `application/vnd.amazon.eventstream`: lengths, their checksum, headers, payload, checksum of it all. Headers
 * are strings. Source: "Amazon event stream specification", Smithy.
 */
export function encodeEventFrame(headers: Readonly<Record<string, string>>, payload: Uint8Array): Buffer {
  const header = encodeHeaders(headers);
  const total = preludeBytes + header.length + payload.length + checksumBytes;
  const frame = Buffer.allocUnsafe(total);
  frame.writeUInt32BE(total, 0);
  frame.writeUInt32BE(header.length, 4);
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
  header.copy(frame, preludeBytes);
  frame.set(payload, preludeBytes + header.length);
  frame.writeUInt32BE(crc32(frame.subarray(0, total - checksumBytes)), total - checksumBytes);
  return frame;
}

const preludeBytes = 12;
const checksumBytes = 4;
const stringType = 7;
/** Only an error message may be as long. */
const maximumValueBytes = 32 * 1024 - 1;

function encodeHeaders(headers: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  for (const [name, value] of Object.entries(headers)) {
    const nameBytes = Buffer.from(name);
    const valueBytes = Buffer.from(value).subarray(0, maximumValueBytes);
    const lengths = Buffer.from([stringType, valueBytes.length >> 8, valueBytes.length & 0xff]);
    parts.push(Buffer.from([nameBytes.length]), nameBytes, lengths, valueBytes);
  }
  return Buffer.concat(parts);
}
