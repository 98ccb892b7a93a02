import { hash } from "node:crypto";

/**
 * The first eight bytes of AWS's own hash of a hash key: MD5 of `Outliers` and the key's bytes, so that scans and their segments give items in AWS's order. Source: recorded
 * answers. Nearly every key fits into one block of MD5, which is worked out here: to ask the system's library costs several times as much as the hash.
 */
export function writeKeyHash(bytes: Buffer, into: Buffer, at: number): void {
  if (bytes.length > oneBlock) hash("md5", Buffer.concat([outliers, bytes]), "buffer").copy(into, at, 0, 8);
  else writeHashOfBlock(bytes, into, at);
}

const outliers = Buffer.from("Outliers");
/** Bytes that go into a block beside the word, the mark of the end and the length. */
const oneBlock = 64 - outliers.length - 1 - 8;

/** Source: RFC 1321, "The MD5 Message-Digest Algorithm". */
function writeHashOfBlock(bytes: Buffer, into: Buffer, at: number): void {
  block.fill(0);
  block.set(outliers);
  block.set(bytes, outliers.length);
  const length = outliers.length + bytes.length;
  block[length] = 0x80;
  block.writeUInt32LE(length * 8, 56);
  for (let word = 0; word < 16; word++) words[word] = block.readInt32LE(word * 4);
  let a: number = initial[0];
  let b: number = initial[1];
  let c: number = initial[2];
  let d: number = initial[3];
  for (let step = 0; step < 64; step++) {
    const round = step >> 4;
    let mixed: number;
    let word: number;
    if (round === 0) {
      mixed = (b & c) | (~b & d);
      word = step;
    } else if (round === 1) {
      mixed = (d & b) | (~d & c);
      word = (5 * step + 1) & 15;
    } else if (round === 2) {
      mixed = b ^ c ^ d;
      word = (3 * step + 5) & 15;
    } else {
      mixed = c ^ (b | ~d);
      word = (7 * step) & 15;
    }
    const sum = (a + mixed + sines[step]! + words[word]!) | 0;
    const by = shifts[round * 4 + (step & 3)]!;
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << by) | (sum >>> (32 - by)))) | 0;
  }
  into.writeInt32LE((a + initial[0]) | 0, at);
  into.writeInt32LE((b + initial[1]) | 0, at + 4);
}

const block = Buffer.alloc(64);
const words = new Int32Array(16);
const initial = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476] as const;
const sines = Int32Array.from({ length: 64 }, (_, step) => Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32) | 0);
const shifts = Int32Array.from([7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]);
