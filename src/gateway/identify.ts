import { AwsError } from "../platform/aws-error.ts";
import type { ServiceName } from "../services/models.ts";
import type { Signature } from "../services/signature/signature.ts";
import type { WireHabits } from "../services/wire-habits.ts";
import type { Protocol, ServiceFacts, Wire } from "../wire/wire.ts";
import { type HostFacts, parseHost } from "./host-name.ts";
import type { HttpRequest } from "./http/http-request.ts";
import type { KnownServices } from "./known-services.ts";

/** Which service a request is for, in which protocol. */
export interface Target {
  readonly facts: ServiceFacts;
  /** What its wire does otherwise than others. */
  readonly habits: WireHabits;
  readonly protocol: Protocol;
  /** The operation's name, where the protocol says it; REST's is found by method and path. */
  readonly action: string | undefined;
  readonly region: string;
  /** The region and the service that the host names, if it is one of AWS's names; a signature must be for these. */
  readonly hostRegion: string | undefined;
  readonly hostService: ServiceFacts | undefined;
  /** What the host names, where a service's resources have hosts of their own; it may be in the path instead. */
  readonly resource: string | undefined;
}

export const defaultRegion = "us-east-1";

/**
 * In the order of certainty: the target header of the JSON protocols, the path of rpcv2Cbor, the signature's scope, the form's
 * action and version, the host, the path; one service takes what is left. `form` is the body of a form request.
 * Throws MissingAction for a request to a query service that names none.
 */
export function identify(
  known: KnownServices,
  request: HttpRequest,
  signature: Signature | undefined,
  form: URLSearchParams | undefined,
): Target {
  const { wire } = known;
  const host = parseHost(request.host, known.virtualHosts);
  const place = placeOf(known, request, signature, host);
  const to = (named: Named, resource?: string): Target => {
    const { facts, protocol, action } = named;
    return { facts, habits: known.habitsOf(facts.name), protocol, action, ...place, resource };
  };
  const named = byTargetHeader(wire, request) ?? byCborPath(wire, request);
  if (named) return to(named);
  const signed = signature && signerOf(known, signature, request.path);
  // Most requests have neither, and making a URLSearchParams is dear.
  const asked = form ?? (request.rawQuery === "" ? undefined : new URLSearchParams(request.rawQuery));
  const query = asked && byForm(known, signed, asked, request.path);
  if (query) return to(query);
  const facts = signed ?? byHost(wire, host.endpointPrefix) ?? known.byPath(request.path) ?? known.rest;
  const protocol = facts && restProtocolOf(facts);
  if (facts && protocol) {
    const hasHosts = known.habitsOf(facts.name).virtualHosts !== undefined;
    return to({ facts, protocol, action: undefined }, hasHosts ? host.resource : undefined);
  }
  // What has a path is for a service that reads paths, whatever its signature is for.
  const rest = known.rest && restProtocolOf(known.rest);
  if (known.rest && rest && request.path !== "/") {
    return to({ facts: known.rest, protocol: rest, action: undefined }, host.resource);
  }
  throw new AwsError("MissingAction", "The request must contain the parameter Action.", { status: 400 });
}

/** What the host and the signature say of the place, of whatever service. */
function placeOf(
  { wire, virtualHosts }: KnownServices,
  request: HttpRequest,
  signature: Signature | undefined,
  host: HostFacts = parseHost(request.host, virtualHosts),
) {
  return {
    region: signature?.region || host.region || defaultRegion,
    hostRegion: host.region,
    hostService: namesOfAws.test(request.host) ? byHost(wire, host.endpointPrefix) : undefined,
  };
}

/** For a surface beside AWS's API, of which is known whose it is; its host's name may hold the region (`ID.lambda-url.us-east-1.on.aws`). */
export function identifyFor(known: KnownServices, service: ServiceName, host: string, signingName?: string): Target {
  const found = known.wire.services.find(({ name }) => name === service);
  if (!found) throw new Error(`there is no service ${service}`);
  const facts = signingName === undefined ? found : { ...found, signingNames: [signingName] };
  const region = host.split(".").find((label) => /^[a-z]{2}(?:-[a-z]+)+-\d$/.test(label));
  return {
    facts,
    habits: known.habitsOf(service),
    protocol: restProtocolOf(facts) ?? "restJson1",
    action: undefined,
    region: region ?? defaultRegion,
    hostRegion: region,
    hostService: undefined,
    resource: undefined,
  };
}

/** The same for what looks at a request before the pipeline does: undefined where the pipeline will say what is wrong. */
export function identifyIfAny(
  known: KnownServices,
  request: HttpRequest,
  signature: Signature | undefined,
): Target | undefined {
  try {
    return identify(known, request, signature, undefined);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

export function isForm({ headers }: HttpRequest): boolean {
  return headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
}

/**
 * Whether what is asked for stands in the body, which then has to be read first. A form is sent by POST, and not to a path of a service
 * that speaks something else: people let curl say what type a body has.
 */
export function speaksForms(known: KnownServices, request: HttpRequest, signature: Signature | undefined): boolean {
  const { method, path } = request;
  if (method !== "POST" || !isForm(request)) return false;
  const facts = (signature && signerOf(known, signature, path)) ?? known.byPath(path);
  return path === "/" || facts === undefined || isQuery(facts);
}

/** Of a form that is packed: whoever has signed it, before it is known what for. Undefined for one that nobody has. */
export function identifySigner(
  known: KnownServices,
  request: HttpRequest,
  signature: Signature | undefined,
): Target | undefined {
  const facts = signature && signerOf(known, signature, request.path);
  if (!signature || !isQuery(facts)) return undefined;
  const habits = known.habitsOf(facts.name);
  const protocol = queryProtocolOf(facts);
  return { ...placeOf(known, request, signature), facts, habits, protocol, action: undefined, resource: undefined };
}

function restProtocolOf({ protocols }: ServiceFacts): Protocol | undefined {
  return protocols.find((each) => each === "restJson1" || each === "restXml");
}

function queryProtocolOf({ protocols }: ServiceFacts): Protocol {
  return protocols.includes("ec2Query") ? "ec2Query" : "awsQuery";
}

type Named = Pick<Target, "facts" | "protocol" | "action">;

function byTargetHeader(wire: Wire, { headers }: HttpRequest): Named | undefined {
  const target = headers["x-amz-target"];
  const type = headers["content-type"] ?? "";
  if (target === undefined || !type.includes("json")) return undefined;
  const dot = target.lastIndexOf(".");
  const facts = wire.byTarget(target.slice(0, dot));
  const protocol = type.includes("1.1") ? "awsJson1_1" : "awsJson1_0";
  return facts && { facts, protocol, action: target.slice(dot + 1) };
}

function byCborPath(wire: Wire, { path, headers }: HttpRequest): Named | undefined {
  if (headers["smithy-protocol"] !== "rpc-v2-cbor") return undefined;
  const [, target = "", action] = /\/service\/([^/]+)\/operation\/([^/]+)$/.exec(path) ?? [];
  const facts = wire.byTarget(target);
  return facts && { facts, protocol: "rpcv2Cbor", action };
}

/** Whose a signature is. Several services may sign with one name (`apigateway`): a path is whose own it is, or else the first one's. */
function signerOf(
  { wire, withV2, habitsOf }: KnownServices,
  { version, service }: Signature,
  path: string,
): ServiceFacts | undefined {
  if (version === "v2") return withV2;
  const candidates = wire.bySigningName(service);
  if (candidates.length < 2) return candidates[0];
  return candidates.find(({ name }) => habitsOf(name).ownsPath?.(path)) ?? candidates[0];
}

function byForm(
  { wire, byInputPath, byLink }: KnownServices,
  signed: ServiceFacts | undefined,
  form: URLSearchParams,
  path: string,
): Named | undefined {
  const action = form.get("Action");
  if (action === null) return undefined;
  const facts = isQuery(signed)
    ? signed
    : (wire.byVersion(form.get("Version") ?? "") ?? byInputPath(path) ?? byLink(action));
  if (!facts) return undefined;
  return { facts, protocol: queryProtocolOf(facts), action };
}

function isQuery(facts: ServiceFacts | undefined): facts is ServiceFacts {
  return facts?.protocols.some((each) => each === "awsQuery" || each === "ec2Query") ?? false;
}

const namesOfAws = /\.(?:amazonaws\.com(?:\.cn)?|api\.aws)$/;

function byHost(wire: Wire, endpointPrefix: string | undefined): ServiceFacts | undefined {
  return endpointPrefix === undefined ? undefined : wire.byEndpointPrefix(endpointPrefix);
}
