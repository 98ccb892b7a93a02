import type { AssumedRole, CallOptions, RoleToAssume, ServiceHost } from "../../service-host.ts";
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

type Assuming = Pick<FunctionRecord, "account" | "region" | "name" | "configuration">;

/** The role, assumed now: for who asks whether it can be. Throws STS's AccessDenied if the role is not there or its trust policy does not name Lambda. */
export async function assumeFunctionRole(host: ServiceHost, record: Assuming): Promise<RoleSession> {
  return toSession(record, await assumeRole(host, toRole(record)));
}

/** The role's session that all share who act in its name, and which holds for `neededMs`, or five minutes. Throws as `assumeFunctionRole` does. */
export async function functionRoleSession(
  host: ServiceHost,
  record: Assuming,
  neededMs?: number,
): Promise<RoleSession> {
  return toSession(record, await host.sessions.get(toRole(record), neededMs));
}

function toRole({ account, region, name, configuration }: Assuming): RoleToAssume {
  return { account, region, role: configuration.role, sessionName: name, service: "lambda.amazonaws.com" };
}

function toSession({ account, region }: Assuming, { credentials, expiresAtMs, principal }: AssumedRole): RoleSession {
  return { credentials, expiresAtMs, as: { account, region, principal } };
}
