import { invalidToken } from "./errors.ts";

/** A token that a client hands back as it is: where the next page begins. */
export function toPageToken(position: string): string {
  return Buffer.from(position).toString("base64url");
}

/** Throws AWS's error for a text that no token is. Undefined for the first page. */
export function fromPageToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const position = Buffer.from(token, "base64url").toString();
  if (position === "" || toPageToken(position) !== token) throw invalidToken();
  return position;
}

/** For lists that are counted through: 0 for the first page. */
export function fromOffsetToken(token: string | undefined): number {
  const position = fromPageToken(token) ?? "0";
  if (!/^\d{1,15}$/.test(position)) throw invalidToken();
  return Number(position);
}
