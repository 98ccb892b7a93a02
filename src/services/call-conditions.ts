import type { Principal } from "./principal.ts";

/** Who calls, from where: what policies can ask of any call, by the API or by a surface. */
export interface Caller {
  readonly principal: Principal;
  /** Undefined where the address tells none. */
  readonly region: string | undefined;
  readonly sourceIp: string;
  /** By https. */
  readonly isSecure: boolean;
  readonly userAgent?: string | undefined;
  readonly sourceArn?: string | undefined;
  readonly sourceAccount?: string | undefined;
}

/**
 * The condition keys that every call has, in lower case. One place for all, since a key that is missing makes a Deny that asks for it pass. Source: "AWS
 * global condition context keys".
 */
export function callConditions(caller: Caller, nowMs: number): Record<string, readonly string[]> {
  const { principal, region, userAgent, sourceArn, sourceAccount } = caller;
  const conditions: Record<string, readonly string[]> = {
    "aws:principalarn": [principal.roleArn ?? principal.arn],
    "aws:principalaccount": [principal.account],
    "aws:userid": [principal.userId],
    "aws:sourceip": [caller.sourceIp],
    "aws:currenttime": [new Date(nowMs).toISOString()],
    "aws:epochtime": [String(Math.floor(nowMs / 1000))],
    "aws:securetransport": [String(caller.isSecure)],
  };
  if (region) conditions["aws:requestedregion"] = [region];
  if (userAgent) conditions["aws:useragent"] = [userAgent];
  // What the policies that topics have by default ask for, and only alarms say: users of the topic's account need a permission of their own, as on AWS.
  if (principal.arn === "cloudwatch.amazonaws.com")
    conditions["aws:sourceowner"] = [sourceAccount ?? principal.account];
  if (sourceArn) conditions["aws:sourcearn"] = [sourceArn];
  if (sourceAccount) conditions["aws:sourceaccount"] = [sourceAccount];
  if (principal.accessKeyId?.startsWith("ASIA")) {
    conditions["aws:multifactorauthpresent"] = [String(principal.mfaMs !== undefined)];
    if (principal.mfaMs !== undefined)
      conditions["aws:multifactorauthage"] = [String(Math.floor((nowMs - principal.mfaMs) / 1000))];
  }
  if (principal.federatedProvider) conditions["aws:federatedprovider"] = [principal.federatedProvider];
  if (principal.sourceIdentity) conditions["aws:sourceidentity"] = [principal.sourceIdentity];
  if (principal.kind === "user") conditions["aws:username"] = [principal.arn.slice(principal.arn.lastIndexOf("/") + 1)];
  return principal.sessionKeys ? { ...conditions, ...principal.sessionKeys } : conditions;
}
