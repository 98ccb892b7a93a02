export type Protocol = "restJson1" | "restXml" | "awsJson1_0" | "awsJson1_1" | "awsQuery" | "ec2Query" | "rpcv2Cbor";

/** Enough to tell which service a request is for before its schemas are read. */
export interface ServiceFacts {
  /** The suffix of the SDK's package: `cloudwatch-logs`. */
  readonly name: string;
  readonly signingNames: readonly string[];
  readonly endpointPrefix: string;
  readonly target?: string;
  readonly version: string;
  /** The one a new client prefers comes first. */
  readonly protocols: readonly Protocol[];
  readonly xmlNamespace?: string;
  /** Its JSON and CBOR errors carry `x-amzn-query-error`. */
  readonly queryCompatible?: boolean;
}
