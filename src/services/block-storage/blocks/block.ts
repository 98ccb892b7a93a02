import { hash } from "node:crypto";

/** A volume and a snapshot are blocks of 512 KiB. Source: "EBS direct APIs", "Blocks". */
export const blockBytes = 512 * 1024;
export const blocksPerGiB = 2_048;

/** A page names the blocks of 128 MiB, each by its SHA-256; a name of zeroes is a block of zeroes, of which nothing is kept. */
export const pageBlocks = 256;
export const nameBytes = 32;

export const emptyPage = (): Buffer => Buffer.alloc(pageBlocks * nameBytes);

/** Undefined for a block of zeroes. */
export function blockName(page: Buffer, position: number): string | undefined {
  const name = page.toString("hex", position * nameBytes, (position + 1) * nameBytes);
  return name === zeroName ? undefined : name;
}

export function setBlockName(page: Buffer, position: number, name: string | undefined): void {
  page.write(name ?? zeroName, position * nameBytes, "hex");
}

/** Undefined for a block of zeroes. */
export function nameOf(block: Uint8Array): string | undefined {
  return isZero(block) ? undefined : hash("sha256", block, "hex");
}

export function isZero(bytes: Uint8Array): boolean {
  return bytes.byteLength <= blockBytes && Buffer.compare(bytes, zeroes.subarray(0, bytes.byteLength)) === 0;
}

/** Read only. */
export const zeroes: Buffer = Buffer.alloc(blockBytes);

const zeroName = "0".repeat(nameBytes * 2);
