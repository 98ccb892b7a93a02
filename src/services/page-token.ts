/** A token that a client hands back as it is: where the next page begins. It tells nothing that one could build on. */
export function toPageToken(position: string): string {
  return Buffer.from(position).toString("base64url");
}

/** Where the page begins; undefined for the first page. A text that no token is throws what the service answers then. */
export function fromPageToken(token: string | undefined, invalidToken: () => Error): string | undefined {
  if (token === undefined) return undefined;
  if (token.length > mostCharacters) throw invalidToken();
  const position = Buffer.from(token, "base64url").toString();
  if (position === "" || toPageToken(position) !== token) throw invalidToken();
  return position;
}

/** A key of 1,024 bytes, and what else says where. */
const mostCharacters = 8_192;

/** For lists that are counted through: 0 for the first page. */
export function fromOffsetToken(token: string | undefined, invalidToken: () => Error): number {
  const position = fromPageToken(token, invalidToken) ?? "0";
  if (!/^\d{1,15}$/.test(position)) throw invalidToken();
  return Number(position);
}
