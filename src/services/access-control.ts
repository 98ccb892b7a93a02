import type { Principal } from "./principal.ts";

/** What the gateway asks of IAM. Implemented by the `iam` service's folder, handed over by the composition root. */
export interface AccessControl {
  /** Whose key this is. Undefined if nobody's (which `open` mode lets pass as the default account's root). */
  findCredentials(accessKeyId: string, sessionToken: string | undefined): Promise<FoundCredentials | undefined>;
  /** Evaluates identity, session and resource policies as AWS does. Source: "Policy evaluation logic". */
  authorize(request: AuthorizationRequest): Promise<Decision>;
}

export interface FoundCredentials {
  readonly secretAccessKey: string;
  readonly principal: Principal;
  /** False for a session token that is past its time. */
  readonly expired: boolean;
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
