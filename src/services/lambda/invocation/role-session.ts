import { servicePrincipal } from "../../principal.ts";
import type { CallOptions, ServiceHost } from "../../service.ts";
import type { FunctionRecord } from "../functions/function.ts";
import type { FunctionCredentials } from "./environment/environment-variables.ts";

/** A function's role, assumed: the credentials its code gets, and the principal its log is written as. */
export interface RoleSession {
  readonly credentials: FunctionCredentials;
  readonly expiresAtMs: number;
  /** For calls that Lambda makes in the role's name. */
  readonly as: CallOptions;
}

const durationSeconds = 3_600;

/** Throws STS's AccessDenied if the role is not there or its trust policy does not name Lambda. */
export async function assumeFunctionRole(
  host: ServiceHost,
  { account, region, name, configuration }: Pick<FunctionRecord, "account" | "region" | "name" | "configuration">,
): Promise<RoleSession> {
  const { Credentials, AssumedRoleUser } = await host.call(
    "sts",
    "AssumeRole",
    { RoleArn: configuration.role, RoleSessionName: name, DurationSeconds: durationSeconds },
    { account, region, principal: servicePrincipal("lambda.amazonaws.com", account) },
  );
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "", Expiration } = Credentials ?? {};
  return {
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
    expiresAtMs: Expiration?.getTime() ?? host.clock.nowMs() + durationSeconds * 1000,
    as: {
      account,
      region,
      principal: {
        kind: "assumed-role",
        account,
        arn: AssumedRoleUser?.Arn ?? "",
        userId: AssumedRoleUser?.AssumedRoleId ?? "",
        accessKeyId: AccessKeyId,
        roleArn: configuration.role,
      },
    },
  };
}
