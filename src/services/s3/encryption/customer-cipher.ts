import { createCipheriv, createDecipheriv } from "node:crypto";

const algorithm = "aes-256-ctr";
const blockBytes = 16;
export const ivBytes = blockBytes;

/** Encrypts bytes as they go by. */
export async function* encrypted(
  source: AsyncIterable<Uint8Array>,
  key: Buffer,
  iv: Buffer,
): AsyncGenerator<Uint8Array> {
  const cipher = createCipheriv(algorithm, key, iv);
  for await (const chunk of source) yield cipher.update(chunk);
}

/** Decrypts bytes that begin at `offsetBytes` of what was encrypted: a counter can be set to any block, so a range costs no more. */
export async function* decrypted(
  source: AsyncIterable<Uint8Array>,
  key: Buffer,
  iv: Buffer,
  offsetBytes: number,
): AsyncGenerator<Uint8Array> {
  const decipher = createDecipheriv(algorithm, key, counterAt(iv, Math.floor(offsetBytes / blockBytes)));
  decipher.update(Buffer.alloc(offsetBytes % blockBytes));
  for await (const chunk of source) yield decipher.update(chunk);
}

/** The initial counter, so many blocks on: a number of 128 bits, big-endian, that wraps. */
function counterAt(iv: Buffer, blocks: number): Buffer {
  const sum = (BigInt(`0x${iv.toString("hex")}`) + BigInt(blocks)) & ((1n << 128n) - 1n);
  return Buffer.from(sum.toString(16).padStart(2 * blockBytes, "0"), "hex");
}
