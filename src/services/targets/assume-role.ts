import { type Principal, servicePrincipal } from "../principal.ts";
import type { Place, ServiceHost } from "../service-host.ts";

export interface AssumedRole {
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
  readonly expiresAtMs: number;
  /** For calls in the role's name. */
  readonly principal: Principal;
}

const durationSeconds = 3_600;

/** A role, assumed by a service. Throws STS's AccessDenied if it is not there or its trust policy does not name the service. */
export async function assumeRole(
  host: ServiceHost,
  {
    account,
    region,
    role,
    sessionName,
    service,
    sourceArn,
  }: Place & {
    role: string;
    sessionName: string;
    service: string;
    /** What the service assumes it for: a trust policy may ask for it (`aws:SourceArn`). */
    sourceArn?: string;
  },
): Promise<AssumedRole> {
  const { Credentials, AssumedRoleUser } = await host.call(
    "sts",
    "AssumeRole",
    { RoleArn: role, RoleSessionName: sessionName, DurationSeconds: durationSeconds },
    { account, region, principal: servicePrincipal(service, account), sourceArn, sourceAccount: account },
  );
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "", Expiration } = Credentials ?? {};
  return {
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
    expiresAtMs: Expiration?.getTime() ?? host.clock.nowMs() + durationSeconds * 1000,
    principal: {
      kind: "assumed-role",
      account,
      arn: AssumedRoleUser?.Arn ?? "",
      userId: AssumedRoleUser?.AssumedRoleId ?? "",
      accessKeyId: AccessKeyId,
      roleArn: role,
    },
  };
}
