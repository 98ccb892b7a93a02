import type { AccessControlPolicy, Grant } from "@aws-sdk/client-s3";
import { invalidArgument, malformedAcl, unresolvableGrantByEmail } from "../errors.ts";
import { type Acl, type AclGrant, groups, type Permission, permissions } from "./acl.ts";

/** The members by which a request sets an ACL. */
export interface AclInput {
  readonly ACL?: string | undefined;
  readonly GrantFullControl?: string | undefined;
  readonly GrantRead?: string | undefined;
  readonly GrantReadACP?: string | undefined;
  readonly GrantWrite?: string | undefined;
  readonly GrantWriteACP?: string | undefined;
}

const grantHeaders: readonly (readonly [keyof AclInput, string, Permission])[] = [
  ["GrantRead", "x-amz-grant-read", "READ"],
  ["GrantWrite", "x-amz-grant-write", "WRITE"],
  ["GrantReadACP", "x-amz-grant-read-acp", "READ_ACP"],
  ["GrantWriteACP", "x-amz-grant-write-acp", "WRITE_ACP"],
  ["GrantFullControl", "x-amz-grant-full-control", "FULL_CONTROL"],
];

/** The grants of the `x-amz-grant-…` headers, `id="…", uri="…"`. Throws InvalidArgument. */
export function parseGrantHeaders(input: AclInput): AclGrant[] {
  return grantHeaders.flatMap(([member, header, permission]) =>
    (input[member]?.split(",") ?? []).map((text) => ({ permission, ...parseGrantee(text.trim(), header) })),
  );
}

/** An ACL sent in the body. Throws MalformedACLError and InvalidArgument. */
export function parseAclBody(policy: AccessControlPolicy): Acl {
  if (!policy.Owner || !policy.Grants) throw malformedAcl();
  return { ownerId: checkId(policy.Owner.ID, "CanonicalUser/ID"), grants: policy.Grants.map(parseGrant) };
}

/** Throws MalformedACLError, InvalidArgument and UnresolvableGrantByEmailAddress. */
export function parseGrant({ Grantee, Permission: permission }: Grant): AclGrant {
  if (!permissions.includes(permission as Permission)) throw malformedAcl();
  const known = permission as Permission;
  switch (Grantee?.Type) {
    case "CanonicalUser":
      return { permission: known, id: checkId(Grantee.ID, "CanonicalUser/ID") };
    case "Group":
      return { permission: known, group: checkGroup(Grantee.URI, "Group/URI") };
    case "AmazonCustomerByEmail":
      throw unresolvableGrantByEmail();
    default:
      throw malformedAcl();
  }
}

function parseGrantee(text: string, header: string): Pick<AclGrant, "id" | "group"> {
  const [, kind, value] = /^(\w+)\s*=(.*)$/s.exec(text.trim()) ?? [];
  const name = value?.trim().replace(/^"|"$/g, "");
  if (kind === "id") return { id: checkId(name, "id") };
  if (kind === "uri") return { group: checkGroup(name, "uri") };
  if (kind === "emailAddress") throw unresolvableGrantByEmail();
  throw invalidArgument("Argument format not recognized", header, text);
}

/** Accounts of others are not known here, so that only the form tells whether there can be such a user. */
function checkId(id: string | undefined, name: string): string {
  if (id !== undefined && /^[0-9a-f]{64}$/.test(id)) return id;
  throw invalidArgument("Invalid id", name, id ?? "");
}

function checkGroup(uri: string | undefined, name: string): string {
  if (uri !== undefined && (Object.values(groups) as string[]).includes(uri)) return uri;
  throw invalidArgument("Invalid group uri", name, uri ?? "");
}
