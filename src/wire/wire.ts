import type { RestHabits } from "../platform/rest-habits.ts";
import { readRegistry } from "./registry.ts";
import { loadServiceCodec, type ServiceCodec } from "./service-codec.ts";
import type { ServiceFacts } from "./service-facts.ts";

// What the gateway sees of this room comes through this door.
export type { ErrorOptions, ServiceCodec } from "./service-codec.ts";
export type { Protocol, ServiceFacts } from "./service-facts.ts";
export type { RequestHead, RoutedOperation, WireResponse } from "./wire-message.ts";

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

/** `habitsOf` says of a service what it does otherwise than its protocol. */
export function openWire(habitsOf: (service: string) => RestHabits | undefined = () => undefined): Wire {
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
      const opened = loadServiceCodec(services, name, habitsOf(name));
      if (services.some((facts) => facts.name === name)) codecs.set(name, opened);
      return opened;
    },
  };
}

function speaksForms({ protocols }: ServiceFacts): boolean {
  return protocols.includes("awsQuery") || protocols.includes("ec2Query");
}
