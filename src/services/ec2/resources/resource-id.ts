import { createHash } from "node:crypto";
import { alphabets, type Random } from "../../../platform/random.ts";
import type { Place } from "../../service.ts";
import { malformedId } from "../errors.ts";

/** `i-0123456789abcdef0`. Source: "Resource IDs". */
export function makeId(prefix: string, random: Random): string {
  return `${prefix}-0${random.text(16, alphabets.hex)}`;
}

/** The same for the same place and name, at every server: of what is in each account from its beginning. */
export function standingId(prefix: string, { account, region }: Place, name: string): string {
  const hash = createHash("sha256").update(`${account} ${region} ${prefix} ${name}`).digest("hex");
  return `${prefix}-0${hash.slice(0, 16)}`;
}

/** `code` is the first half of the error's: `InvalidInstanceID`. Throws for what is no id of the kind. */
export function checkId(id: string, prefix: string, code: string): void {
  if (!id.startsWith(`${prefix}-`) || !/^(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(id.slice(prefix.length + 1)))
    throw malformedId(code, id, prefix);
}

export function checkIds(ids: readonly string[], prefix: string, code: string): void {
  for (const id of ids) checkId(id, prefix, code);
}
