/** Who makes a call. Source: "AWS JSON policy elements: Principal". */
export interface Principal {
  readonly kind: "root" | "user" | "assumed-role" | "federated-user" | "federated" | "service" | "anonymous";
  readonly account: string;
  /**
   * `arn:aws:iam::ACCOUNT:root`, `…:user/NAME`, `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`, `…:federated-user/NAME`,
   * `lambda.amazonaws.com`, or a provider's (`arn:aws:iam::ACCOUNT:oidc-provider/HOST`).
   */
  readonly arn: string;
  /** `aws:userid`: the account, AIDA…, or AROA…:SESSION. */
  readonly userId: string;
  readonly accessKeyId?: string;
  /** Who asked for a federated user's session: its policies are what the session policies narrow. */
  readonly federatedBy?: Pick<Principal, "kind" | "arn" | "userId">;
  /** A user's or root's own session that GetSessionToken made; a sign-in's may do more. */
  readonly session?: "GetSessionToken";
  /** When the session's owner gave a code of an MFA device. */
  readonly mfaMs?: number;
  /** The provider whose token a session was made for, or who vouches for a caller of kind `federated`. */
  readonly federatedProvider?: string;
  /** Tags that sessions of roles assumed from this one have, too. */
  readonly transitiveTagKeys?: readonly string[];
  /** Who is behind a chain of sessions, once set not to be changed. */
  readonly sourceIdentity?: string;
  /** The role behind an assumed-role session. */
  readonly roleArn?: string;
  /** Session policies given to AssumeRole, JSON: they only narrow. */
  readonly sessionPolicies?: readonly string[];
  /** What else policies may ask of the session, by condition keys in lower case: `credentials-iot:thingname`. */
  readonly sessionKeys?: Readonly<Record<string, readonly string[]>>;
  /** Tags given to AssumeRole: `aws:PrincipalTag/…` of the session, over the role's own. */
  readonly sessionTags?: Readonly<Record<string, string>>;
}

/** Somebody of whom nothing is known; S3 counts its anonymous callers in an account. */
export function anonymousPrincipal(account = ""): Principal {
  return { kind: "anonymous", account, arn: "anonymous", userId: "anonymous" };
}

export function rootPrincipal(account: string, accessKeyId?: string): Principal {
  return { kind: "root", account, arn: `arn:aws:iam::${account}:root`, userId: account, accessKeyId };
}

/** An AWS service acting by itself: `s3.amazonaws.com`. */
export function servicePrincipal(name: string, account: string): Principal {
  return { kind: "service", account, arn: name, userId: name };
}
