/** The SDK's traits that a server needs, under the SDK's names. Source: "Schemas" in the SDK's supplemental documentation. */
export interface Traits {
  readonly http?: readonly [method: string, uri: string, status: number];
  readonly httpLabel?: 1;
  readonly httpHeader?: string;
  readonly httpQuery?: string;
  readonly httpQueryParams?: 1;
  readonly httpPrefixHeaders?: string;
  readonly httpPayload?: 1;
  readonly httpResponseCode?: 1;
  readonly idempotencyToken?: 1;
  readonly jsonName?: string;
  readonly xmlName?: string;
  readonly xmlFlattened?: 1;
  readonly xmlAttribute?: 1;
  readonly xmlNamespace?: readonly [prefix: string, uri: string];
  readonly ec2QueryName?: string;
  readonly sparse?: 1;
  readonly sensitive?: 1;
  readonly streaming?: 1;
  readonly mediaType?: string;
  readonly eventPayload?: 1;
  readonly error?: "client" | "server";
  readonly httpError?: number;
  readonly awsQueryError?: readonly [code: string, status: number];
}
