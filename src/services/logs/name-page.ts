import { invalidToken } from "./errors.ts";

/** One page of named things; the token holds the name of the page's last one. */
export function toPage<T extends { readonly name: string }>(
  items: readonly T[],
  token: string | undefined,
  limit: number,
): { items: readonly T[]; nextToken: string | undefined } {
  const start = token === undefined ? 0 : startAfter(items, Buffer.from(token, "base64url").toString());
  const page = items.slice(start, start + limit);
  const last = page.at(-1);
  const nextToken = last && start + limit < items.length ? Buffer.from(last.name).toString("base64url") : undefined;
  return { items: page, nextToken };
}

function startAfter(items: readonly { readonly name: string }[], name: string): number {
  const index = items.findIndex((item) => item.name === name);
  if (index < 0) throw invalidToken();
  return index + 1;
}
