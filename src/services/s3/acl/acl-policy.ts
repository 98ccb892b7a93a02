import type { PolicyStatement } from "../policy/policy-document.ts";
import { type Acl, type AclGrant, groups, type Permission } from "./acl.ts";

/** What the ACL of a bucket or of an object is about: its ARN, and which of the two. */
export interface AclResource {
  readonly kind: "bucket" | "object";
  readonly arn: string;
}

/** Who is asking: an ACL names accounts by canonical ids, a policy by their numbers. */
export interface AclCaller {
  readonly account: string;
  readonly canonicalId: string;
}

/**
 * An ACL's grants as statements of a resource policy, so that the one access check evaluates both. A grant to a canonical user who is not
 * the caller says nothing to this call and is left out. Source: "Access control list (ACL) overview", Mapping of ACL permissions
 * and access policy permissions.
 */
export function toStatements(acl: Acl, resource: AclResource, caller: AclCaller): PolicyStatement[] {
  return acl.grants.flatMap((grant) => {
    const who = principalOf(grant, caller);
    if (!who) return [];
    const { onObjects } = actionsOn[resource.kind];
    const Resource = onObjects.has(grant.permission) ? [resource.arn, `${resource.arn}/*`] : resource.arn;
    return [{ Effect: "Allow", ...who, Action: actionsOf(grant.permission, resource.kind), Resource }];
  });
}

function principalOf(
  { id, group }: AclGrant,
  caller: AclCaller,
): Pick<PolicyStatement, "Principal" | "Condition"> | undefined {
  if (id !== undefined) return id === caller.canonicalId ? { Principal: { AWS: caller.account } } : undefined;
  if (group === groups.allUsers) return { Principal: "*" };
  if (group === groups.logDelivery) return { Principal: { Service: "logging.s3.amazonaws.com" } };
  return { Principal: "*", Condition: { StringNotEquals: { "aws:userid": "anonymous" } } };
}

function actionsOf(permission: Permission, kind: AclResource["kind"]): readonly string[] {
  const { actions } = actionsOn[kind];
  return permission === "FULL_CONTROL" ? Object.values(actions).flat() : (actions[permission] ?? []);
}

const actionsOn: Readonly<
  Record<
    AclResource["kind"],
    {
      readonly actions: Readonly<Partial<Record<Permission, readonly string[]>>>;
      /** Permissions on a bucket that are about the objects in it. */
      readonly onObjects: ReadonlySet<Permission>;
    }
  >
> = {
  bucket: {
    actions: {
      READ: ["s3:ListBucket", "s3:ListBucketVersions", "s3:ListBucketMultipartUploads"],
      WRITE: ["s3:PutObject", "s3:DeleteObject"],
      READ_ACP: ["s3:GetBucketAcl"],
      WRITE_ACP: ["s3:PutBucketAcl"],
    },
    onObjects: new Set(["WRITE", "FULL_CONTROL"]),
  },
  object: {
    actions: {
      READ: ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectTorrent"],
      READ_ACP: ["s3:GetObjectAcl", "s3:GetObjectVersionAcl"],
      WRITE_ACP: ["s3:PutObjectAcl", "s3:PutObjectVersionAcl"],
    },
    onObjects: new Set(),
  },
};
