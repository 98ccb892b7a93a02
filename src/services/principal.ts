/** Who makes a call. Source: "AWS JSON policy elements: Principal". */
export interface Principal {
  readonly kind: "root" | "user" | "assumed-role" | "service" | "anonymous";
  readonly account: string;
  /** `arn:aws:iam::ACCOUNT:root`, `…:user/NAME`, `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`, or `lambda.amazonaws.com`. */
  readonly arn: string;
  /** `aws:userid`: the account, AIDA…, or AROA…:SESSION. */
  readonly userId: string;
  readonly accessKeyId?: string;
  /** The role behind an assumed-role session. */
  readonly roleArn?: string;
  /** Session policies given to AssumeRole, JSON: they only narrow. */
  readonly sessionPolicies?: readonly string[];
  /** Tags given to AssumeRole: `aws:PrincipalTag/…` of the session, over the role's own. */
  readonly sessionTags?: Readonly<Record<string, string>>;
}

export function rootPrincipal(account: string, accessKeyId?: string): Principal {
  return { kind: "root", account, arn: `arn:aws:iam::${account}:root`, userId: account, accessKeyId };
}

/** An AWS service acting by itself: `s3.amazonaws.com`. */
export function servicePrincipal(name: string, account: string): Principal {
  return { kind: "service", account, arn: name, userId: name };
}
