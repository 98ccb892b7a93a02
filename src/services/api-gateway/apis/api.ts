import type { RestApi } from "@aws-sdk/client-api-gateway";
import { partitionOf } from "../../../platform/arn.ts";
import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";

/** An API, kept in AWS's shape: what a client sets is what it is shown. */
export type RestApiRecord = Omit<RestApi, "createdDate" | "warnings"> & {
  readonly id: string;
  readonly name: string;
  readonly rootResourceId: string;
  readonly createdMs: number;
};

export const kind = "apigateway.apis";

/** All APIs of an account and region, its API keys and its usage plans: they change seldom, and what belongs together is one commit. */
export function apisKey({ account, region }: Place): PartitionKey {
  return { account, region, kind, name: "" };
}

/** Whose an API is: requests tell no more than its id. */
export function apiPlaceKey(apiId: string): PartitionKey {
  return { account: "", region: "", kind: "apigateway.places", name: apiId };
}

/** `/restapis/ID`, `/restapis/ID/stages/NAME`, `/apikeys/ID`, `/usageplans/ID`. */
export function gatewayArn({ region }: Place, path: string): string {
  return `arn:${partitionOf(region)}:apigateway:${region}::${path}`;
}

/** AWS's own ids have ten characters, those of parts six. */
export const apiIdCharacters = 10;
export const partIdCharacters = 6;
export const idAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

/** As it goes to a client. A policy is shown as the inside of a JSON text, as AWS does. */
export function toRestApi({ createdMs, policy, ...rest }: RestApiRecord): RestApi {
  return {
    ...rest,
    createdDate: new Date(createdMs),
    ...(policy !== undefined && { policy: JSON.stringify(policy).slice(1, -1) }),
  };
}
