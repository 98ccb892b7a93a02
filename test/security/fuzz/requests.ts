import { toOneLine } from "../../../src/platform/visible-text.ts";
import { createServices } from "../../../src/services/index.ts";
import { writeCbor } from "../../../src/wire/codec/cbor-writer.ts";
import { loadModel } from "../../../src/wire/model/load-model.ts";
import type { Member, OperationShape, Shape } from "../../../src/wire/model/shape.ts";
import type { Protocol, ServiceFacts } from "../../../src/wire/wire.ts";
import { openServicesWire } from "../../support/wire.ts";
import type { Dice } from "./dice.ts";
import { sampleOf, structureOf, textOf } from "./values.ts";

/** One request, before it is written out. */
export interface Request {
  method: string;
  path: string;
  query: string;
  headers: [string, string][];
  body: Buffer;
  /** For which it may be signed; undefined for what nobody signs. */
  service?: string;
}

/** A generator of requests as clients of all services and protocols would send them, and browsers to all surfaces. */
export function createGrammar(dice: Dice): () => Request {
  // What is built; a new service is among them by itself. What isn't is answered in one place, so little of it is enough.
  const services = new Map(createServices({} as never).map((service) => [service.name as string, service]));
  const calls = openServicesWire().services.flatMap((facts) => {
    const service = services.get(facts.name);
    if (!service) return [];
    const model = loadModel(facts.name);
    const names = model.operationNames.filter((name) => name in service.operations || dice.chance(0.05));
    const operations = names.map((name) => model.operation(name)!);
    return facts.protocols.map((protocol) => ({ facts, protocol, operations }));
  });
  return () => {
    if (dice.chance(0.1)) return toSurface(dice);
    const { facts, protocol, operations } = dice.pick(calls);
    return { ...write[protocol](dice, facts, dice.pick(operations)), service: facts.signingNames[0] ?? facts.name };
  };
}

type Write = (dice: Dice, facts: ServiceFacts, operation: OperationShape) => Request;

const rpcJson =
  (version: string): Write =>
  (dice, { target = "" }, { name, input }) => ({
    ...post("/", JSON.stringify(structureOf(dice, input.members))),
    headers: [
      ["content-type", `application/x-amz-json-${version}`],
      ["x-amz-target", `${target}.${name}`],
    ],
  });

const query: Write = (dice, { version }, { name, input }) => {
  const form = new URLSearchParams({ Action: name, Version: version });
  flatten(form, "", structureOf(dice, input.members));
  return {
    ...post("/", form.toString()),
    headers: [["content-type", "application/x-www-form-urlencoded; charset=utf-8"]],
  };
};

const rest: Write = (dice, facts, operation) => {
  const { input, traits } = operation;
  const [method, uri] = traits.http!;
  const [path = "", literals = ""] = uri.split("?");
  const parameters = new URLSearchParams(literals);
  const headers: [string, string][] = [];
  const rest: Member[] = [];
  const isOfBucket = facts.name === "s3" && input.member("Bucket")?.traits.httpLabel === 1;
  let body: Buffer | undefined;
  for (const member of input.members) {
    if (!(member.required || dice.chance(0.2)) || member.traits.httpLabel) continue;
    const { httpHeader, httpQuery, httpPayload, httpPrefixHeaders } = member.traits;
    if (httpHeader !== undefined) headers.push([httpHeader.toLowerCase(), headerOf(dice, member.shape)]);
    else if (httpQuery !== undefined) parameters.append(httpQuery, String(sampleOf(dice, member.shape) ?? ""));
    else if (httpPrefixHeaders !== undefined) headers.push([`${httpPrefixHeaders}a`, headerOf(dice, member.shape)]);
    else if (httpPayload) body = payloadOf(dice, facts, member);
    else rest.push(member);
  }
  const isXml = facts.protocols.includes("restXml");
  body ??=
    rest.length === 0
      ? Buffer.alloc(0)
      : Buffer.from(isXml ? xmlOf(dice, operation.name, input) : JSON.stringify(structureOf(dice, rest)));
  headers.push(["content-type", isXml ? "application/xml" : "application/json"]);
  const filled = path.replace(/\{([^}+]+)\+?\}/g, () => encodeURIComponent(safe(textOf(dice))));
  return {
    method,
    path: `${isOfBucket ? `/${dice.pick(buckets)}` : ""}${filled}`,
    query: parameters.toString(),
    headers,
    body,
  };
};

const write: Readonly<Record<Protocol, Write>> = {
  awsJson1_0: rpcJson("1.0"),
  awsJson1_1: rpcJson("1.1"),
  awsQuery: query,
  ec2Query: query,
  restJson1: rest,
  restXml: rest,
  rpcv2Cbor: (dice, { target = "" }, { name, input }) => ({
    ...post(`/service/${target}/operation/${name}`, writeCbor(structureOf(dice, input.members))),
    headers: [
      ["content-type", "application/cbor"],
      ["smithy-protocol", "rpc-v2-cbor"],
    ],
  }),
};

function post(path: string, body: string | Buffer): Request {
  return { method: "POST", path, query: "", headers: [], body: Buffer.from(body as string) };
}

function payloadOf(dice: Dice, { protocols }: ServiceFacts, { name, shape }: Member): Buffer {
  if (shape.kind === "blob" || shape.kind === "stream" || shape.kind === "string")
    return Buffer.from(safe(textOf(dice)));
  return Buffer.from(protocols.includes("restXml") ? xmlOf(dice, name, shape) : JSON.stringify(sampleOf(dice, shape)));
}

function xmlOf(dice: Dice, name: string, shape: Shape, depth = 0): string {
  const tag = shape.traits.xmlName ?? name;
  const inside = () => {
    if (shape.kind === "structure" || shape.kind === "union") {
      const members = shape.members.filter(({ required }) => required || dice.chance(0.3));
      return depth > 6
        ? ""
        : members.map((member) => xmlOf(dice, member.own.xmlName ?? member.name, member.shape, depth + 1)).join("");
    }
    if (shape.kind === "list") {
      return depth > 6
        ? ""
        : xmlOf(dice, shape.item.own.xmlName ?? "member", shape.item.shape, depth + 1).repeat(dice.number(3));
    }
    return String(sampleOf(dice, shape) ?? "").replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  };
  return `<${tag}>${inside()}</${tag}>`;
}

function flatten(form: URLSearchParams, prefix: string, value: unknown): void {
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) flatten(form, `${prefix}.member.${index + 1}`, item);
  else if (typeof value === "object" && value !== null) {
    for (const [name, member] of Object.entries(value))
      flatten(form, prefix === "" ? name : `${prefix}.${name}`, member);
  } else if (prefix !== "") form.append(prefix, String(value));
}

function headerOf(dice: Dice, shape: Shape): string {
  return toOneLine(safe(String(sampleOf(dice, shape) ?? ""))).replace(/[^ -\u00ff]/g, "?");
}

/** Half of a character cannot be encoded. */
function safe(text: string): string {
  return text.toWellFormed();
}

const buckets = ["fuzzed", "fuzzed", "fuzzed", "missing", "a..b", "%2e", "Fuzzed"];

function toSurface(dice: Dice): Request {
  const [method, path, headers = []] = dice.pick(surfaces);
  return {
    method,
    path,
    query: "",
    headers: [...headers],
    body: Buffer.from(method === "GET" ? "" : safe(textOf(dice))),
  };
}

/** Not the clock: it would be another server's life each time. */
const surfaces: readonly (readonly [string, string, (readonly [string, string][])?])[] = [
  ["GET", "/"],
  ["GET", "/console/lambda", [["accept", "text/html"]]],
  ["GET", "/_console/%2e%2e/%00"],
  ["GET", "/_squall/health"],
  ["POST", "/_squall/sign-in"],
  ["POST", "/_squall/dev"],
  ["POST", "/_squall/none"],
  ["GET", "/_squall/blobs/a?b"],
  [
    "OPTIONS",
    "/fuzzed/a",
    [
      ["origin", "http://a.example"],
      ["access-control-request-method", "PUT"],
    ],
  ],
  ["POST", "/fuzzed", [["content-type", "multipart/form-data; boundary=x"]]],
  ["GET", "/", [["host", "fuzzed.s3-website-us-east-1.localhost"]]],
  ["POST", "/", [["host", `${"a".repeat(32)}.lambda-url.us-east-1.localhost`]]],
  ["GET", `/_aws/lambda-url/${"a".repeat(32)}/x`],
];
