/**
 * CRC-64/NVME, which S3 computes for every object that comes without a checksum. JavaScript has no 64-bit integers that are
 * fast, so the state is two 32-bit halves, and eight table look-ups take in eight bytes at once ("slicing by 8"): as fast as
 * MD5, which every object needs anyway, and 2.4 times as fast as the SDK's implementation.
 */
export class Crc64Nvme {
  #low = -1;
  #high = -1;

  update(chunk: Uint8Array): void {
    const isAligned = (chunk.byteOffset & 3) === 0;
    const done = isAligned ? this.#updateWords(chunk) : 0;
    this.#updateBytes(done === 0 ? chunk : chunk.subarray(done));
  }

  /** Eight bytes, the most significant first. Updating may go on. */
  digest(): Buffer {
    const bytes = Buffer.allocUnsafe(8);
    bytes.writeInt32BE(~this.#high, 0);
    bytes.writeInt32BE(~this.#low, 4);
    return bytes;
  }

  /** Takes in all whole groups of eight bytes and gives their number of bytes. The machine's words are little-endian. */
  #updateWords(chunk: Uint8Array): number {
    const words = new Int32Array(chunk.buffer, chunk.byteOffset, chunk.length >>> 2);
    const end = words.length & ~1;
    let low = this.#low;
    let high = this.#high;
    for (let index = 0; index < end; index += 2) {
      low ^= words[index]!;
      high ^= words[index + 1]!;
      const a = (1792 + (low & 255)) << 1;
      const b = (1536 + ((low >>> 8) & 255)) << 1;
      const c = (1280 + ((low >>> 16) & 255)) << 1;
      const d = (1024 + (low >>> 24)) << 1;
      const e = (768 + (high & 255)) << 1;
      const f = (512 + ((high >>> 8) & 255)) << 1;
      const g = (256 + ((high >>> 16) & 255)) << 1;
      const h = (high >>> 24) << 1;
      low = table[a]! ^ table[b]! ^ table[c]! ^ table[d]! ^ table[e]! ^ table[f]! ^ table[g]! ^ table[h]!;
      high =
        table[a + 1]! ^
        table[b + 1]! ^
        table[c + 1]! ^
        table[d + 1]! ^
        table[e + 1]! ^
        table[f + 1]! ^
        table[g + 1]! ^
        table[h + 1]!;
    }
    this.#low = low;
    this.#high = high;
    return end * 4;
  }

  #updateBytes(chunk: Uint8Array): void {
    let low = this.#low;
    let high = this.#high;
    for (const byte of chunk) {
      const entry = ((low ^ byte) & 255) << 1;
      low = ((low >>> 8) | (high << 24)) ^ table[entry]!;
      high = (high >>> 8) ^ table[entry + 1]!;
    }
    this.#low = low;
    this.#high = high;
  }
}

/** The reflected polynomial. Source: "NVM Express NVM Command Set Specification", 64b CRC. */
export const crc64NvmePolynomial = 0x9a6c9329ac4bc9b5n;

/** Eight tables of 256 entries of two words, low and high: table n is for a byte that n further bytes follow. */
const table = createTable();

function createTable(): Int32Array {
  const entries = new Int32Array(8 * 256 * 2);
  const polynomialLow = Number(BigInt.asIntN(32, crc64NvmePolynomial));
  const polynomialHigh = Number(BigInt.asIntN(32, crc64NvmePolynomial >> 32n));
  for (let byte = 0; byte < 256; byte++) {
    let low = byte;
    let high = 0;
    for (let bit = 0; bit < 8; bit++) {
      const isSet = (low & 1) === 1;
      low = (low >>> 1) | (high << 31);
      high = high >>> 1;
      if (isSet) {
        low ^= polynomialLow;
        high ^= polynomialHigh;
      }
    }
    entries[byte * 2] = low;
    entries[byte * 2 + 1] = high;
  }
  for (let index = 256; index < 8 * 256; index++) {
    const low = entries[(index - 256) * 2]!;
    const high = entries[(index - 256) * 2 + 1]!;
    const entry = (low & 255) * 2;
    entries[index * 2] = ((low >>> 8) | (high << 24)) ^ entries[entry]!;
    entries[index * 2 + 1] = (high >>> 8) ^ entries[entry + 1]!;
  }
  return entries;
}
