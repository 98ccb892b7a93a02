import type { FurtherPermission, FurtherRule } from "../../service.ts";
import { isRecord, readDocument } from "./open-api-document.ts";

/** Roles that a document hands to API Gateway are passed on by whoever imports it, as if each were said by itself. */
export function passesRolesOf(passesRole: FurtherRule): FurtherRule {
  if (typeof passesRole === "string") return passesRole;
  return async (body, input, context) => {
    const { clock } = context.host;
    const refuse = (message: string) => new Error(message);
    // What is no document is refused by the operation.
    const document = await readDocument(Buffer.from(body as Uint8Array | string), "", { clock, refuse }).catch(
      () => ({}),
    );
    const further: FurtherPermission[] = [];
    for (const role of rolesOf(document)) {
      const needed = await passesRole(role, input, context);
      if (needed) further.push(...[needed].flat());
    }
    return further;
  };
}

const members: ReadonlySet<string> = new Set(["credentials", "authorizerCredentials"]);

/** `arn:aws:iam::*:user/*` is the caller's own, which is nobody's to pass. */
function rolesOf(document: unknown): Set<string> {
  const roles = new Set<string>();
  const open: unknown[] = [document];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) for (const each of value) open.push(each);
    if (!isRecord(value)) continue;
    for (const [name, each] of Object.entries(value)) {
      if (typeof each === "object") open.push(each);
      else if (typeof each === "string" && members.has(name) && each.includes(":role/")) roles.add(each);
    }
  }
  return roles;
}
