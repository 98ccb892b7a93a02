import { hash } from "node:crypto";
import { invalidBlockToken } from "../errors.ts";
import { limits } from "../limits.ts";

const version = 1;
const hashBytes = 24;

/** When tokens that are given now expire: all of a list at the same time. */
export function tokenExpiryMs(nowMs: number): number {
  return Math.floor(nowMs / 1_000) * 1_000 + limits.blockTokenDays * 86_400_000;
}

/** Says that a snapshot has a block at a place, until a time. It is no secret: who reads a block needs the permission for it. */
export function toBlockToken(snapshotId: string, index: number, name: string, expiresMs: number): string {
  const head = Buffer.alloc(7);
  head.writeUInt8(version, 2);
  head.writeUInt32BE(expiresMs / 1_000, 3);
  const digest = hash("sha256", `${snapshotId} ${index} ${name} ${expiresMs}`, "buffer").subarray(0, hashBytes);
  return Buffer.concat([head, digest]).toString("base64");
}

/** Throws for a token of something else, and for one whose time is over. */
export function checkBlockToken(
  token: string,
  snapshotId: string,
  index: number,
  name: string | undefined,
  nowMs: number,
): void {
  const bytes = Buffer.from(token, "base64");
  if (bytes.length !== 7 + hashBytes || name === undefined) throw invalidBlockToken();
  const expiresMs = bytes.readUInt32BE(3) * 1_000;
  if (expiresMs <= nowMs || toBlockToken(snapshotId, index, name, expiresMs) !== token) throw invalidBlockToken();
}
