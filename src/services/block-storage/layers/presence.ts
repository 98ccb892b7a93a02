import { blockBytes } from "../blocks/block.ts";

/** What a layer knows of is told by pages of 4 KiB, the smallest that file systems write as a rule. */
export const pageBytes = 4_096;
export const pagesPerBlock = blockBytes / pageBytes;
/** Of a block: a bit for each page that the layer has, and one for each of those that are zeroes, whatever the file has there. */
export const presenceBytes = (2 * pagesPerBlock) / 8;

const zeroOffset = pagesPerBlock / 8;

export type Presence = Uint8Array;
export type PageState = "absent" | "written" | "zero";

export function pageState(presence: Presence | undefined, page: number): PageState {
  if (!presence || !isSet(presence, 0, page)) return "absent";
  return isSet(presence, zeroOffset, page) ? "zero" : "written";
}

export function setPage(presence: Presence, page: number, state: "written" | "zero"): void {
  const bit = 1 << (page & 7);
  const at = page >> 3;
  presence[at] = (presence[at] ?? 0) | bit;
  const zero = presence[zeroOffset + at] ?? 0;
  presence[zeroOffset + at] = state === "zero" ? zero | bit : zero & ~bit;
}

function isSet(presence: Presence, offset: number, page: number): boolean {
  return ((presence[offset + (page >> 3)] ?? 0) & (1 << (page & 7))) !== 0;
}
