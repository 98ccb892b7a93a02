import type { CallOptions, ServiceHost } from "../../service-host.ts";
import { assumeRole } from "../../targets/assume-role.ts";
import type { FunctionRecord } from "../functions/function.ts";
import type { FunctionCredentials } from "./environment/environment-variables.ts";

/** A function's role, assumed: the credentials its code gets, and the principal its log is written as. */
export interface RoleSession {
  readonly credentials: FunctionCredentials;
  readonly expiresAtMs: number;
  /** For calls that Lambda makes in the role's name. */
  readonly as: CallOptions;
}

/** Throws STS's AccessDenied if the role is not there or its trust policy does not name Lambda. */
export async function assumeFunctionRole(
  host: ServiceHost,
  { account, region, name, configuration }: Pick<FunctionRecord, "account" | "region" | "name" | "configuration">,
): Promise<RoleSession> {
  const { role } = configuration;
  const assumed = await assumeRole(host, { account, region, role, sessionName: name, service: "lambda.amazonaws.com" });
  const { credentials, expiresAtMs, principal } = assumed;
  return { credentials, expiresAtMs, as: { account, region, principal } };
}
