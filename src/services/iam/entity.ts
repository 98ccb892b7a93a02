/** What IAM knows of each of its nouns. Times are milliseconds since the epoch; ARNs follow from path and name. */
export interface Entities {
  role: Role;
  user: User;
  group: Group;
  policy: ManagedPolicy;
  instanceProfile: InstanceProfile;
  /** One for an account, written when it is first used: what was seeded then and deleted since stays deleted. */
  account: Account;
  /** Of the whole installation: who has an alias that names an account. */
  accountAlias: { readonly name: string; readonly account: string };
}

export interface Account {
  readonly name: string;
  readonly alias: string | undefined;
  readonly passwordPolicy?: PasswordPolicy | undefined;
}

/** Rules for console passwords. Source: "Set an account password policy for IAM users". */
export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly requireSymbols: boolean;
  readonly requireNumbers: boolean;
  readonly requireUppercase: boolean;
  readonly requireLowercase: boolean;
  readonly allowUsersToChange: boolean;
  readonly maxAgeDays: number | undefined;
  /** How many of the last passwords, the present one among them, may not be used again. */
  readonly reusePrevention: number | undefined;
  /** A password past its age ends access, where otherwise its user sets a new one. */
  readonly hardExpiry: boolean;
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
  readonly loginProfile?: LoginProfile | undefined;
  readonly passwordLastUsedMs?: number | undefined;
}

/** What lets a user sign in to the console. */
export interface LoginProfile {
  readonly passwordHash: string;
  /** Latest first: as many as any policy may forbid to use again. */
  readonly formerHashes: readonly string[];
  readonly resetRequired: boolean;
  readonly createdMs: number;
  readonly changedMs: number;
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
