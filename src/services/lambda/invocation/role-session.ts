import { hashOf } from "../../../cluster/shard-of.ts";
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

/** The role, assumed now: for an environment, each of which has keys of its own, and for who asks whether it can be. Throws STS's AccessDenied if the role is not there or its trust policy does not name Lambda. */
export async function assumeFunctionRole(host: ServiceHost, record: Assuming): Promise<RoleSession> {
  return toSession(record, await assumeRole(host, toRole(record, functionSessionName(record.name))));
}

/**
 * The role's session in which Lambda itself acts for a function: reads its queues, tells its destinations. One for all that is done so, as long
 * as the version is as it is. Throws as `assumeFunctionRole` does.
 */
export async function functionRoleSession(host: ServiceHost, record: FunctionRecord): Promise<RoleSession> {
  return toSession(record, await host.sessions.get(toRole(record, lambdaSessionName(record))));
}

/** A session's name has two characters at least, a function's may have one. Recorded of AWS. */
function functionSessionName(name: string): string {
  return name.length > 1 ? name : `${name}@lambda_function`;
}

/** What AWS calls such sessions, as the sender of a message to a dead-letter queue shows: `awslambda_215_20261009164326292`. */
export function lambdaSessionName({ revisionId, lastModifiedMs }: FunctionRecord): string {
  const time = new Date(lastModifiedMs).toISOString().replace(/\D/g, "");
  return `awslambda_${hashOf(revisionId) % 1_000}_${time}`;
}

function toRole({ account, region, configuration }: Assuming, sessionName: string): RoleToAssume {
  return { account, region, role: configuration.role, sessionName, service: "lambda.amazonaws.com" };
}

function toSession({ account, region }: Assuming, { credentials, expiresAtMs, principal }: AssumedRole): RoleSession {
  return { credentials, expiresAtMs, as: { account, region, principal } };
}
