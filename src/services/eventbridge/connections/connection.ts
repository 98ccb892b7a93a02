import type { CreateConnectionAuthRequestParameters } from "@aws-sdk/client-eventbridge";
import { parseArn, partitionOf } from "../../../platform/arn.ts";
import type { Place } from "../../service.ts";

export type AuthorizationType = "BASIC" | "API_KEY" | "OAUTH_CLIENT_CREDENTIALS";

export type ConnectionState = "AUTHORIZED" | "AUTHORIZING" | "DEAUTHORIZED";

export interface Connection {
  readonly name: string;
  readonly id: string;
  /** Of the secret that AWS keeps of it: a UUID, a hyphen and six characters. */
  readonly secretId: string;
  readonly description?: string | undefined;
  readonly type: AuthorizationType;
  /** With its secrets: what is told of it leaves them out. */
  readonly parameters: CreateConnectionAuthRequestParameters;
  /** OAuth's is on its way until its endpoint has given a token, or has not. */
  readonly state: ConnectionState;
  /** Why it is DEAUTHORIZED, where nobody asked for that. */
  readonly reason?: string | undefined;
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly authorizedMs?: number | undefined;
}

/** What a connection begins with: what is proven by a secret is authorized, OAuth's has to ask for a token. */
export function firstState(
  type: AuthorizationType,
  nowMs: number,
): Pick<Connection, "state" | "reason" | "authorizedMs"> {
  if (type === "OAUTH_CLIENT_CREDENTIALS") return { state: "AUTHORIZING", reason: undefined, authorizedMs: nowMs };
  return { state: "AUTHORIZED", reason: undefined, authorizedMs: nowMs };
}

export interface ApiDestination {
  readonly name: string;
  readonly id: string;
  readonly description?: string | undefined;
  readonly connectionArn: string;
  readonly endpoint: string;
  readonly method: string;
  readonly ratePerSecond?: number | undefined;
  readonly createdMs: number;
  readonly modifiedMs: number;
}

/** Calls of an API destination that says nothing of it. Source: "CreateApiDestination". */
export const defaultRatePerSecond = 300;

export function connectionArn({ account, region }: Place, { name, id }: Pick<Connection, "name" | "id">): string {
  return `arn:${partitionOf(region)}:events:${region}:${account}:connection/${name}/${id}`;
}

/** The secret in Secrets Manager that AWS keeps of it. */
export function secretArn(
  { account, region }: Place,
  { name, secretId }: Pick<Connection, "name" | "secretId">,
): string {
  return `arn:${partitionOf(region)}:secretsmanager:${region}:${account}:secret:events!connection/${name}/${secretId}`;
}

export function apiDestinationArn(
  { account, region }: Place,
  { name, id }: Pick<ApiDestination, "name" | "id">,
): string {
  return `arn:${partitionOf(region)}:events:${region}:${account}:api-destination/${name}/${id}`;
}

/** The name within a connection's or API destination's ARN. */
export function nameOf(arn: string): string | undefined {
  return /^(?:connection|api-destination)\/([^/]+)/.exec(parseArn(arn)?.resource ?? "")?.[1];
}
