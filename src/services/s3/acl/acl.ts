import type { Grant, Grantee } from "@aws-sdk/client-s3";

/** Who may do what with a bucket or an object beside its owner's policies. Source: "Access control list (ACL) overview". */
export interface Acl {
  /** A canonical user id. */
  readonly ownerId: string;
  readonly grants: readonly AclGrant[];
}

export interface AclGrant {
  readonly permission: Permission;
  /** Either a canonical user or one of S3's groups. */
  readonly id?: string;
  readonly group?: string;
}

export const permissions = ["FULL_CONTROL", "READ", "READ_ACP", "WRITE", "WRITE_ACP"] as const;
export type Permission = (typeof permissions)[number];

export const groups = {
  allUsers: "http://acs.amazonaws.com/groups/global/AllUsers",
  authenticatedUsers: "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
  logDelivery: "http://acs.amazonaws.com/groups/s3/LogDelivery",
} as const;

/** What everything has that was given no other: its owner has full control. */
export function privateAcl(ownerId: string): Acl {
  return { ownerId, grants: [{ permission: "FULL_CONTROL", id: ownerId }] };
}

/** Whether it gives anything to everybody, or to everybody with any account at all. */
export function isPublicAcl({ grants }: Acl): boolean {
  return grants.some(({ group }) => group === groups.allUsers || group === groups.authenticatedUsers);
}

/** In the words of GetBucketAcl and GetObjectAcl. */
export function toAclOutput({ ownerId, grants }: Acl): { Owner: { ID: string }; Grants: Grant[] } {
  return { Owner: { ID: ownerId }, Grants: grants.map(toGrant) };
}

export function toGrant({ permission, id, group }: AclGrant): Grant {
  const Grantee: Grantee = id === undefined ? { Type: "Group", URI: group } : { Type: "CanonicalUser", ID: id };
  return { Grantee, Permission: permission };
}
