import { ownValue } from "../../../platform/own-value.ts";
import { type Acl, type AclGrant, groups } from "./acl.ts";

/** Whose things an ACL is about, as canonical user ids. */
export interface AclOwners {
  readonly ownerId: string;
  readonly bucketOwnerId: string;
}

/** An ACL by its name; undefined for a name that is none. Source: "Access control list (ACL) overview", Canned ACL. */
export function toCannedAcl(name: string, owners: AclOwners): Acl | undefined {
  const further = ownValue(cannedGrants, name)?.(owners);
  if (!further) return undefined;
  const { ownerId } = owners;
  return { ownerId, grants: [{ permission: "FULL_CONTROL", id: ownerId }, ...further] };
}

const cannedGrants: Readonly<Record<string, (owners: AclOwners) => readonly AclGrant[]>> = {
  private: () => [],
  "public-read": () => [{ permission: "READ", group: groups.allUsers }],
  "public-read-write": () => [
    { permission: "READ", group: groups.allUsers },
    { permission: "WRITE", group: groups.allUsers },
  ],
  "authenticated-read": () => [{ permission: "READ", group: groups.authenticatedUsers }],
  // It lets EC2 fetch an image's bundle; the grantee is an account of AWS's own, of which there is none here.
  "aws-exec-read": () => [],
  "log-delivery-write": () => [
    { permission: "WRITE", group: groups.logDelivery },
    { permission: "READ_ACP", group: groups.logDelivery },
  ],
  // On a bucket these two say nothing: its owner is the bucket's owner.
  "bucket-owner-read": (owners) => forBucketOwner("READ", owners),
  "bucket-owner-full-control": (owners) => forBucketOwner("FULL_CONTROL", owners),
};

function forBucketOwner(permission: AclGrant["permission"], { ownerId, bucketOwnerId }: AclOwners): AclGrant[] {
  return ownerId === bucketOwnerId ? [] : [{ permission, id: bucketOwnerId }];
}
