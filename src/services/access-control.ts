import type { Principal } from "./principal.ts";

/** What the rest of Squall asks of IAM. Implemented by the `iam` service's folder, handed over by the composition root. */
export interface AccessControl {
  /** Whose key this is. Undefined if nobody's (which `open` mode lets pass as the default account's root). */
  findCredentials(accessKeyId: string, sessionToken: string | undefined): Promise<FoundCredentials | undefined>;
  /** Evaluates identity, session and resource policies as AWS does. Source: "Policy evaluation logic". */
  authorize(request: AuthorizationRequest): Promise<Decision>;
  /** What STS must know of a role before anyone may assume it. Undefined if there is none. */
  findRole(roleArn: string): Promise<AssumableRole | undefined>;
  /** Makes temporary credentials for a principal. They are kept nowhere: the session token carries them, sealed. */
  issueSession(principal: Principal, durationSeconds: number): Promise<SessionCredentials>;
  /**
   * Exchanges a user's console password for temporary credentials; `account` is an id or an alias. Undefined for whatever is wrong,
   * always after the same time: a stranger does not learn who exists.
   */
  signIn(account: string, userName: string, password: string): Promise<SignedIn | undefined>;
  /** Whether a device of the user's shows this code now. */
  isMfaCode(user: Principal, serialNumber: string, code: string): Promise<boolean>;
  /** An identity's last calls, one a service, latest first; `identity` is an access key's, a user's or a role's id. */
  lastUses(account: string, identity: string): Promise<readonly LastUse[]>;
  /** Stores what it has noted of them. */
  close(): Promise<void>;
  /** The account that made a key id; undefined if it is none of Squall's. */
  accountOfAccessKey(accessKeyId: string): string | undefined;
  /** Forgets what it holds in memory: everything has been emptied. */
  forget(): void;
}

export interface LastUse {
  /** `s3`: the prefix of its actions. */
  readonly service: string;
  readonly region: string;
  readonly usedMs: number;
}

export interface AssumableRole {
  readonly arn: string;
  /** AROA… */
  readonly id: string;
  /** JSON. */
  readonly trustPolicy: string;
  readonly maxSessionDurationSeconds: number;
}

export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresMs: number;
}

export interface SignedIn {
  /** Twelve digits. */
  readonly account: string;
  readonly credentials: SessionCredentials;
  /** The credentials serve to change the password, and nothing else. */
  readonly mustChangePassword: boolean;
}

export interface FoundCredentials {
  readonly secretAccessKey: string;
  readonly principal: Principal;
  /** False for a session token that is past its time. */
  readonly expired: boolean;
  /** A session's, whose user or role is there no more, or is another one of the same name. */
  readonly isRevoked?: true;
}

export interface AuthorizationRequest {
  readonly principal: Principal;
  /** `s3:GetObject` */
  readonly action: string;
  /** The account that owns the resource. */
  readonly resourceAccount: string;
  readonly resource: string;
  readonly resourcePolicy: string | undefined;
  /** Condition keys in lower case: `aws:sourcearn`, `aws:sourceip`, … */
  readonly conditions: Readonly<Record<string, readonly string[]>>;
}

export interface Decision {
  readonly allowed: boolean;
  /** AWS's words: `because no identity-based policy allows the s3:GetObject action`. */
  readonly reason: string;
}
