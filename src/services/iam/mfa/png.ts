import { crc32, deflateSync } from "node:zlib";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Pixels to a module, and white modules around the code, which its standard asks for. */
const scale = 6;
const border = 4;

/** A QR code's modules (true is dark) as a black and white PNG. Source: "Portable Network Graphics (PNG) Specification". */
export function toPng(modules: readonly (readonly boolean[])[]): Buffer {
  const size = (modules.length + 2 * border) * scale;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // One bit a pixel, grey.
  header.set([1, 0, 0, 0, 0], 8);
  const rowBytes = Math.ceil(size / 8);
  const rows = Buffer.alloc((rowBytes + 1) * size, 0xff);
  for (let y = 0; y < size; y++) {
    const start = y * (rowBytes + 1);
    rows[start] = 0;
    for (let x = 0; x < size; x++) {
      const isDark = modules[Math.floor(y / scale) - border]?.[Math.floor(x / scale) - border];
      const at = start + 1 + (x >> 3);
      if (isDark) rows[at] = (rows[at] ?? 0) & ~(0x80 >> (x & 7));
    }
  }
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)]);
}
