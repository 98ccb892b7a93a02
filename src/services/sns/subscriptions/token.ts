import { alphabets, type Random } from "../../../platform/random.ts";

/** A token of AWS's form, 288 hexadecimal digits: chance, and which region it is of. */
export function createToken(random: Random, region: string): string {
  const place = Buffer.from(region).toString("hex").padEnd(placeLength, "0");
  return `${random.text(tokenLength - placeLength, alphabets.hex)}${place}`;
}

/** Undefined for what no server has made. */
export function regionOfToken(token: string): string | undefined {
  if (!/^[0-9a-f]{288}$/.test(token)) return undefined;
  const place = Buffer.from(token.slice(-placeLength), "hex").toString("latin1").replace(/\0+$/, "");
  return /^[a-z0-9-]+$/.test(place) ? place : undefined;
}

const tokenLength = 288;
const placeLength = 64;
