import { createHash } from "node:crypto";
import type { Principal } from "../../principal.ts";

/** An account's canonical user id: 64 hexadecimal digits, always the same for the account. Source: "AWS account identifiers". */
export function canonicalUserId(account: string): string {
  return createHash("sha256").update(`canonical user ${account}`).digest("hex");
}

/** AWS shows no display names any more. */
export function toOwner(account: string): { ID: string } {
  return { ID: canonicalUserId(account) };
}

/** An account as events name it. */
export function customerId(account: string): string {
  const digest = createHash("sha256").update(`customer ${account}`).digest();
  let text = "A";
  for (const byte of digest.subarray(0, 13)) text += "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[byte % 36];
  return text;
}

/** Who made a change, as events and uploads name him. Source: "Event message structure". */
export function principalIdOf(principal: Principal): string {
  if (principal.kind === "user" || principal.kind === "assumed-role") return `AWS:${principal.userId}`;
  if (principal.kind === "anonymous") return "Anonymous";
  // The root user's id is its account. Source: recorded answers of IAM's `aws:userid`, which this is.
  return `AWS:${principal.kind === "service" ? principal.arn : principal.account}`;
}
