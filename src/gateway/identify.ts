import { AwsError } from "../platform/aws-error.ts";
import type { ServiceName } from "../services/models.ts";
import type { Protocol, ServiceFacts, Wire } from "../wire/wire.ts";
import { type HostFacts, parseHost } from "./host-name.ts";
import type { HttpRequest } from "./http/http-request.ts";
import type { Signature } from "./signature/signature.ts";

/** Which service a request is for, in which protocol. */
export interface Target {
  readonly facts: ServiceFacts;
  readonly protocol: Protocol;
  /** The operation's name, where the protocol says it; REST's is found by method and path. */
  readonly action: string | undefined;
  readonly region: string;
  /** The region and the service that the host names, if it is one of AWS's names; a signature must be for these. */
  readonly hostRegion: string | undefined;
  readonly hostService: ServiceFacts | undefined;
  /** Taken from the host; a path-style request has it in the path. */
  readonly bucket: string | undefined;
}

export const defaultRegion = "us-east-1";

/**
 * In the order of certainty: the target header of the JSON protocols, the path of rpcv2Cbor, the signature's scope, the form's
 * action and version, the host, the path; what is left is S3. `form` is the body of a form request.
 * Throws MissingAction for a request to a query service that names none.
 */
export function identify(
  wire: Wire,
  request: HttpRequest,
  signature: Signature | undefined,
  form: URLSearchParams | undefined,
): Target {
  const host = parseHost(request.host);
  const base = placeOf(wire, request, signature, host);
  const named = byTargetHeader(wire, request) ?? byCborPath(wire, request);
  if (named) return { ...base, ...named };
  const signed = signature && byScope(wire, signature.service, request.path);
  // Most requests have neither, and making a URLSearchParams is dear.
  const asked = form ?? (request.rawQuery === "" ? undefined : new URLSearchParams(request.rawQuery));
  const query = asked && byForm(wire, signed, asked);
  if (query) return { ...base, ...query };
  const facts =
    signed ?? byHost(wire, host.endpointPrefix) ?? byPath(wire, request.path) ?? wire.byEndpointPrefix("s3");
  const protocol = facts && restProtocolOf(facts);
  if (!facts || !protocol) {
    // What has a path is for a service that reads paths, whatever its signature is for.
    const s3 = wire.byEndpointPrefix("s3");
    if (s3 && request.path !== "/") {
      return { ...base, facts: s3, protocol: "restXml", action: undefined, bucket: host.bucket };
    }
    throw new AwsError("MissingAction", "The request must contain the parameter Action.", { status: 400 });
  }
  return { ...base, facts, protocol, action: undefined, bucket: facts.name === "s3" ? host.bucket : undefined };
}

/** What the host and the signature say of the place, of whatever service. */
function placeOf(
  wire: Wire,
  request: HttpRequest,
  signature: Signature | undefined,
  host: HostFacts = parseHost(request.host),
) {
  return {
    region: signature?.region || host.region || defaultRegion,
    hostRegion: host.region,
    hostService: namesOfAws.test(request.host) ? byHost(wire, host.endpointPrefix) : undefined,
    bucket: undefined,
  };
}

/** For a surface beside AWS's API, of which is known whose it is; its host's name may hold the region (`ID.lambda-url.us-east-1.on.aws`). */
export function identifyFor(wire: Wire, service: ServiceName, host: string): Target {
  const facts = wire.services.find(({ name }) => name === service);
  if (!facts) throw new Error(`there is no service ${service}`);
  const region = host.split(".").find((label) => /^[a-z]{2}(?:-[a-z]+)+-\d$/.test(label));
  return {
    facts,
    protocol: restProtocolOf(facts) ?? "restJson1",
    action: undefined,
    region: region ?? defaultRegion,
    hostRegion: region,
    hostService: undefined,
    bucket: undefined,
  };
}

/** The same for what looks at a request before the pipeline does: undefined where the pipeline will say what is wrong. */
export function identifyIfAny(wire: Wire, request: HttpRequest, signature: Signature | undefined): Target | undefined {
  try {
    return identify(wire, request, signature, undefined);
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
export function speaksForms(wire: Wire, request: HttpRequest, signature: Signature | undefined): boolean {
  const { method, path } = request;
  if (method !== "POST" || !isForm(request)) return false;
  const facts = (signature && byScope(wire, signature.service, path)) ?? byPath(wire, path);
  return path === "/" || facts === undefined || isQuery(facts);
}

/** Of a form that is packed: whoever has signed it, before it is known what for. Undefined for one that nobody has. */
export function identifySigner(wire: Wire, request: HttpRequest, signature: Signature | undefined): Target | undefined {
  const facts = signature && byScope(wire, signature.service, request.path);
  if (!signature || !isQuery(facts)) return undefined;
  return { ...placeOf(wire, request, signature), facts, protocol: queryProtocolOf(facts), action: undefined };
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

/** API Gateway's two services sign with one name: their paths tell them apart. */
function byScope(wire: Wire, signingName: string, path: string): ServiceFacts | undefined {
  const candidates = wire.bySigningName(signingName);
  if (candidates.length < 2) return candidates[0];
  const v2 = path.startsWith("/v2/");
  return candidates.find(({ name }) => name.endsWith("v2") === v2) ?? candidates[0];
}

function byForm(wire: Wire, signed: ServiceFacts | undefined, form: URLSearchParams): Named | undefined {
  const action = form.get("Action");
  if (action === null) return undefined;
  const facts = isQuery(signed) ? signed : wire.byVersion(form.get("Version") ?? "");
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

/** An unsigned call of Lambda's API, whose paths begin with a date; no bucket has such a name with a slash behind it in practice. */
function byPath(wire: Wire, path: string): ServiceFacts | undefined {
  return /^\/20\d\d-\d\d-\d\d\//.test(path) ? wire.byEndpointPrefix("lambda") : undefined;
}
