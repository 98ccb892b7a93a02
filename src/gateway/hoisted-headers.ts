import type { Signature } from "../services/signature/signature.ts";
import type { RequestHead } from "../wire/wire.ts";
import type { Target } from "./identify.ts";

/**
 * A presigned URL may carry in its query what would otherwise be headers: presigners put it there so that whoever uses the URL needs to send none. Which
 * ones, the service says.
 */
export function withHoistedHeaders(head: RequestHead, target: Target, signature: Signature | undefined): RequestHead {
  const { hoisted } = target.habits;
  if (!hoisted || signature?.place !== "query") return head;
  let headers: Record<string, string> | undefined;
  for (const [name, text] of head.query) {
    const [header, value] = hoisted(name, text) ?? [];
    if (header === undefined || value === undefined || head.headers[header] !== undefined) continue;
    headers ??= { ...head.headers };
    headers[header] = value;
  }
  return headers ? { ...head, headers } : head;
}
