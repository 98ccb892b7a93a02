import { type BinaryLike, type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { Random } from "../../../platform/random.ts";

/**
 * A password as it is kept: `scrypt$N$r$p$SALT$KEY`, in base 64. The costs stand with it, so that they can be raised without
 * making old hashes unreadable. Source: OWASP "Password Storage Cheat Sheet", scrypt with 16 MiB.
 */
export async function hashPassword(password: string, random: Random): Promise<string> {
  const salt = random.bytes(saltBytes);
  const { N, r, p } = costs;
  const key = await derive(password, salt, costs);
  return `scrypt$${N}$${r}$${p}$${salt.toString("base64")}$${key.toString("base64")}`;
}

/** Takes as long for a wrong password as for the right one. Without a hash it takes that long, too, and says no. */
export async function isPasswordOf(hash: string | undefined, password: string): Promise<boolean> {
  const [, N, r, p, salt = "", key = ""] = (hash ?? nobodysHash).split("$");
  const expected = Buffer.from(key, "base64");
  const actual = await derive(password, Buffer.from(salt, "base64"), { N: Number(N), r: Number(r), p: Number(p) });
  return timingSafeEqual(actual, expected) && hash !== undefined;
}

const costs = { N: 2 ** 14, r: 8, p: 5 } as const;
const saltBytes = 16;
const keyBytes = 32;
/** What a guess at a user who does not exist is compared with. */
const nobodysHash = `scrypt$${costs.N}$${costs.r}$${costs.p}$${"A".repeat(22)}==$${"A".repeat(43)}=`;

type Scrypt = (password: BinaryLike, salt: BinaryLike, length: number, options: ScryptOptions) => Promise<Buffer>;

function derive(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  // The same letters may be written in two ways in Unicode, and keyboards differ in which.
  return (promisify(scrypt) as Scrypt)(password.normalize("NFKC"), salt, keyBytes, options);
}
