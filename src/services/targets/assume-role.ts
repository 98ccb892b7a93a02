import { parseArn } from "../../platform/arn.ts";
import { AwsError } from "../../platform/aws-error.ts";
import { servicePrincipal } from "../principal.ts";
import type { AssumedRole, RoleToAssume, ServiceHost } from "../service-host.ts";

const durationSeconds = 3_600;

/**
 * A role, assumed by a service, now: for who asks whether that can be done. Who acts in its name has `host.sessions`. Throws STS's AccessDenied if the role is not
 * there, its trust policy does not name the service, or it is another account's: nobody may pass that to a service, however widely it trusts. `open` mode leaves that to the trust.
 */
export async function assumeRole(
  host: Pick<ServiceHost, "call" | "clock" | "config">,
  { account, region, role, sessionName, service, sourceArn }: RoleToAssume,
): Promise<AssumedRole> {
  if (host.config.auth === "enforce" && parseArn(role)?.account !== account)
    throw new AwsError("AccessDenied", "Cross-account pass role is not allowed.", { status: 403 });
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
