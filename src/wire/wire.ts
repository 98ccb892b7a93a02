import type { Readable } from "node:stream";
import type { AwsError } from "../platform/aws-error.ts";
import type { CutJson } from "./codec/long-texts.ts";
import { readRegistry } from "./registry.ts";
import { loadServiceCodec } from "./service-codec.ts";

/** AWS's protocols over the SDK's schemas. Knows no service: what differs between services is data. */
export interface Wire {
  readonly services: readonly ServiceFacts[];
  /** By the part of `X-Amz-Target` before the last dot, or the service segment of an rpc-v2-cbor path. */
  byTarget(target: string): ServiceFacts | undefined;
  /** Several services share a signing name (`apigateway`); the caller tells them apart by the path. */
  bySigningName(name: string): readonly ServiceFacts[];
  /** By the `Version` of a form body. */
  byVersion(version: string): ServiceFacts | undefined;
  byEndpointPrefix(prefix: string): ServiceFacts | undefined;
  /** Schemas are read on first use, once. Rejects for a name that is not in `services`. */
  codec(name: string): Promise<ServiceCodec>;
}

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

export interface RequestHead {
  readonly method: string;
  /** Raw, still percent-encoded, without the query. */
  readonly path: string;
  /** Decoded pairs, in order. */
  readonly query: readonly (readonly [string, string])[];
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface ServiceCodec {
  readonly facts: ServiceFacts;
  operationNames(): string[];
  /**
   * Finds the operation by the head alone (REST) or by the action's name (all others). `bucket` is set when the host named
   * it; otherwise it is the path's first segment. Throws the AwsError that AWS answers to an unknown operation.
   */
  route(protocol: Protocol, head: RequestHead, action: string | undefined, bucket: string | undefined): RoutedOperation;
  /** A body as `decode` takes it: itself, but for one so large that it cannot be looked through in one go. Throws AwsError, as `decode` does. */
  prepare(routed: RoutedOperation, body: Buffer | Readable): WireBody | Promise<WireBody>;
  /**
   * The typed, checked input. `body` is a Buffer, or a Readable where `routed.streamsInput`. Throws AwsError:
   * SerializationException, MalformedXML, or the service's name for a failed constraint.
   */
  decode(routed: RoutedOperation, head: RequestHead, body: WireBody): Record<string, unknown>;
  encode(routed: RoutedOperation, output: Record<string, unknown>, requestId: string): WireResponse;
  encodeError(protocol: Protocol, error: AwsError, requestId: string, options: ErrorOptions): WireResponse;
}

/** A request's body: all of it, as it arrives, or JSON without its long texts. */
export type WireBody = Buffer | Readable | CutJson;

export interface RoutedOperation {
  readonly name: string;
  readonly protocol: Protocol;
  /** The body is one streaming member: it is handed on as it arrives, not collected. */
  readonly streamsInput: boolean;
  /** The body is one member, and nothing of it is parsed. */
  readonly takesBody?: boolean;
  /** What the path's labels stand for, decoded; empty for protocols without paths. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface ErrorOptions {
  /** The request was a HEAD: no body may follow. */
  readonly head: boolean;
  readonly operation?: string;
}

export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: undefined | string | Uint8Array | AsyncIterable<Uint8Array>;
}

export function openWire(): Wire {
  const services = readRegistry();
  const byTarget = new Map(services.flatMap((facts) => (facts.target ? [[facts.target, facts] as const] : [])));
  const bySigningName = Map.groupBy(
    services.flatMap((facts) => facts.signingNames.map((name) => ({ name, facts }))),
    ({ name }) => name,
  );
  const signers = new Map([...bySigningName].map(([name, all]) => [name, all.map(({ facts }) => facts)]));
  const byVersion = new Map(services.filter(speaksForms).map((facts) => [facts.version, facts]));
  // Where two services share a prefix, the first is meant.
  const byEndpointPrefix = new Map(services.map((facts) => [facts.endpointPrefix, facts] as const).toReversed());
  const codecs = new Map<string, Promise<ServiceCodec>>();
  return {
    services,
    byTarget: (target) => byTarget.get(target),
    bySigningName: (name) => signers.get(name) ?? [],
    byVersion: (version) => byVersion.get(version),
    byEndpointPrefix: (prefix) => byEndpointPrefix.get(prefix),
    codec: (name) => {
      const known = codecs.get(name);
      if (known) return known;
      const opened = loadServiceCodec(services, name);
      if (services.some((facts) => facts.name === name)) codecs.set(name, opened);
      return opened;
    },
  };
}

function speaksForms({ protocols }: ServiceFacts): boolean {
  return protocols.includes("awsQuery") || protocols.includes("ec2Query");
}
