/** What IAM knows of each of its nouns. Times are milliseconds since the epoch; ARNs follow from path and name. */
export interface Entities {
  role: Role;
  user: User;
  group: Group;
  policy: ManagedPolicy;
  instanceProfile: InstanceProfile;
  /** One for an account, written when it is first used: what was seeded then and deleted since stays deleted. */
  account: { readonly name: string; readonly alias: string | undefined };
}

export type EntityKind = keyof Entities;

interface Named {
  readonly name: string;
  readonly path: string;
  /** AROA…, AIDA…, AGPA…, ANPA…, AIPA…: never used again after deletion. */
  readonly id: string;
  readonly arn: string;
  readonly createdMs: number;
}

export type Tags = Readonly<Record<string, string>>;

interface Tagged {
  readonly tags: Tags;
}

/** What policies are put on: roles, users and groups. */
export interface PolicyHolder extends Named {
  /** Documents by policy name. */
  readonly inlinePolicies: Readonly<Record<string, string>>;
  /** ARNs in the order of attachment. */
  readonly attachedPolicies: readonly string[];
}

export interface Role extends PolicyHolder, Tagged {
  readonly description: string | undefined;
  readonly maxSessionDurationSeconds: number;
  readonly trustPolicy: string;
  readonly permissionsBoundary: string | undefined;
}

export interface User extends PolicyHolder, Tagged {
  readonly permissionsBoundary: string | undefined;
  /** Names of groups, as they are written. */
  readonly groups: readonly string[];
  readonly accessKeys: readonly AccessKey[];
}

export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  readonly status: "Active" | "Inactive";
  readonly createdMs: number;
}

export interface Group extends PolicyHolder {}

export interface ManagedPolicy extends Named, Tagged {
  readonly description: string | undefined;
  readonly updatedMs: number;
  readonly defaultVersionId: string;
  readonly versions: readonly PolicyVersion[];
  /** The number of the next version: a deleted version's is not given again. */
  readonly nextVersion: number;
}

export interface PolicyVersion {
  readonly id: string;
  readonly document: string;
  readonly createdMs: number;
}

export interface InstanceProfile extends Named, Tagged {
  readonly roleName: string | undefined;
}
