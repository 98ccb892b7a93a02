import type { Api } from "@aws-sdk/client-apigatewayv2";
import { partitionOf } from "../../../platform/arn.ts";
import type { PartitionKey } from "../../../storage/database.ts";
import type { Place, ServiceHost } from "../../service.ts";

/** An API, kept in AWS's shape: what a client sets is what it is shown. */
export type ApiRecord = Omit<Api, "ApiId" | "CreatedDate" | "ApiEndpoint" | "Tags"> & {
  readonly ApiId: string;
  readonly CreatedMs: number;
  readonly Tags: Readonly<Record<string, string>>;
};

export const kind = "apigatewayv2.apis";

/** All APIs of an account and region: they change seldom, and a route is made where its API is, in one commit. */
export function apisKey({ account, region }: Place): PartitionKey {
  return { account, region, kind, name: "" };
}

/** Whose an API is: requests tell no more than its id. */
export function apiPlaceKey(apiId: string): PartitionKey {
  return { account: "", region: "", kind: "apigatewayv2.places", name: apiId };
}

/** Of what has tags: `/apis/ID`, `/apis/ID/stages/NAME`. */
export function apiArn({ region }: Place, path: string): string {
  return `arn:${partitionOf(region)}:apigateway:${region}::${path}`;
}

/** `http://ID.execute-api.REGION.localhost:4566`: the name that Squall answers it by, and its certificate is for. */
export function apiEndpoint({ config }: ServiceHost, { region }: Place, { ApiId, ProtocolType }: ApiRecord): string {
  const { protocol, port } = new URL(config.endpoint());
  const scheme = ProtocolType === "WEBSOCKET" ? protocol.replace("http", "ws") : protocol;
  return `${scheme}//${ApiId}.execute-api.${region}.localhost${port && `:${port}`}`;
}

/** How an HTTP API chooses its routes: it has no other way, however it is written. */
export const byMethodAndPath = "$request.method $request.path";

/** AWS's own ids have ten characters. */
export const apiIdCharacters = 10;
export const idAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
