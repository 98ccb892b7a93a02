import type { Tags } from "../../tags.ts";

/** What IAM knows of each of its nouns. Times are milliseconds since the epoch; ARNs follow from path and name. */
export interface Entities {
  role: Role;
  user: User;
  group: Group;
  policy: ManagedPolicy;
  instanceProfile: InstanceProfile;
  serverCertificate: ServerCertificate;
  oidcProvider: OidcProvider;
  samlProvider: SamlProvider;
  mfaDevice: MfaDevice;
  job: Job;
  /** One for an account, written when it is first used: what was seeded then and deleted since stays deleted. */
  account: Account;
  /** Of the whole installation: who has an alias that names an account. */
  accountAlias: { readonly name: string; readonly account: string };
}

export interface Account {
  readonly name: string;
  readonly alias: string | undefined;
  readonly passwordPolicy?: PasswordPolicy | undefined;
  readonly credentialReport?: { readonly csv: string; readonly createdMs: number } | undefined;
  /** Where the tokens of STS's global endpoint are valid: version 2 everywhere. */
  readonly globalTokenVersion?: 1 | 2;
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
  readonly signingCertificates?: readonly SigningCertificate[];
  readonly sshKeys?: readonly SshKey[];
  readonly serviceCredentials?: readonly ServiceCredential[];
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

export interface SigningCertificate {
  readonly id: string;
  /** PEM. */
  readonly body: string;
  readonly status: "Active" | "Inactive";
  readonly uploadedMs: number;
}

export interface SshKey {
  /** APKA… */
  readonly id: string;
  /** As it was uploaded: `ssh-rsa …` or PEM. */
  readonly body: string;
  readonly fingerprint: string;
  readonly status: "Active" | "Inactive";
  readonly uploadedMs: number;
}

/** A user name and password for one service, made by IAM. */
export interface ServiceCredential {
  /** ACCA… */
  readonly id: string;
  readonly service: string;
  readonly userName: string;
  /** Told once and never checked by Squall, which has none of these services: only its digest stays. */
  readonly passwordHash: string;
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

export interface ServerCertificate extends Named, Tagged {
  /** PEM. */
  readonly body: string;
  readonly chain: string | undefined;
  readonly expiresMs: number;
}

/** Whose web identity tokens roles may trust. Its name is the issuer without `https://`. */
export interface OidcProvider extends Tagged {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
}

export interface SamlProvider extends Tagged {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly uuid: string;
  /** XML. */
  readonly metadata: string;
  readonly validUntilMs: number;
  readonly encryption: "Required" | "Allowed";
  /** Keys that open encrypted assertions, PEM. */
  readonly privateKeys: readonly { readonly id: string; readonly pem: string; readonly createdMs: number }[];
}

/** Its name is its serial number: the ARN of a virtual device, or what is printed on another. */
export interface MfaDevice extends Tagged {
  readonly name: string;
  readonly createdMs: number;
  /** Base 32. A device that Squall did not make keeps its secret. */
  readonly seed: string | undefined;
  /** Who uses it: a user's name, or the account's root. */
  readonly owner: { readonly user: string; readonly enabledMs: number } | undefined;
}

/** What was asked for and is told later. */
export interface Job {
  readonly name: string;
  readonly kind: "service-linked-role-deletion" | "service-last-accessed";
  readonly createdMs: number;
  /** JSON: the answer. */
  readonly result: string;
}
