import { servicePrincipal } from "../principal.ts";
import type { AssumedRole, RoleToAssume, ServiceHost } from "../service-host.ts";

const durationSeconds = 3_600;

/**
 * A role, assumed by a service, now: for who asks whether that can be done. Who acts in its name has `host.sessions`. Throws STS's AccessDenied if the role is not
 * there or its trust policy does not name the service.
 */
export async function assumeRole(
  host: Pick<ServiceHost, "call" | "clock">,
  { account, region, role, sessionName, service, sourceArn }: RoleToAssume,
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
