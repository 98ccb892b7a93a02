import type { Readable } from "node:stream";
import type { AwsError } from "../platform/aws-error.ts";
import type { RestHabits } from "../platform/rest-habits.ts";
import { DecodeError } from "./codec/decode-error.ts";
import { cutLongTexts, mostParsedBytes } from "./codec/long-texts.ts";
import { readSdkJson } from "./codec/sdk-json.ts";
import { loadModel } from "./model/load-model.ts";
import type { Model, OperationShape } from "./model/shape.ts";
import { createAwsQuery } from "./protocol/aws-query.ts";
import { createCborRpc } from "./protocol/cbor-rpc.ts";
import type { Dialect, DialectParts } from "./protocol/dialect.ts";
import { createEc2Query } from "./protocol/ec2-query.ts";
import { viewError } from "./protocol/error-view.ts";
import { createJsonRpc } from "./protocol/json-rpc.ts";
import { wantsJson } from "./protocol/query-json.ts";
import { createRestJson } from "./protocol/rest-json.ts";
import { createRestXml } from "./protocol/rest-xml.ts";
import { serializationError } from "./protocol/serialization-error.ts";
import type { ServiceRecord } from "./registry.ts";
import type { Protocol, ServiceFacts } from "./service-facts.ts";
import { createInputCheck } from "./validation/input-check.ts";
import type { RequestHead, RoutedOperation, WireBody, WireResponse } from "./wire-message.ts";

export interface ServiceCodec {
  readonly facts: ServiceFacts;
  operationNames(): string[];
  /**
   * Finds the operation by the head alone (REST) or by the action's name (all others). `resource` is set when the host named
   * it; otherwise it may be the path's first segment. Throws the AwsError that AWS answers to an unknown operation.
   */
  route(
    protocol: Protocol,
    head: RequestHead,
    action: string | undefined,
    resource: string | undefined,
  ): RoutedOperation;
  /** A body as `decode` takes it: itself, but for one so large that it cannot be looked through in one go. Throws AwsError, as `decode` does. */
  prepare(routed: RoutedOperation, body: Buffer | Readable): WireBody | Promise<WireBody>;
  /**
   * The typed, checked input. `body` is a Buffer, or a Readable where `routed.streamsInput`. Throws AwsError:
   * SerializationException, MalformedXML, or the service's name for a failed constraint. `told`: members that the request may leave out, since
   * something else tells them.
   */
  decode(
    routed: RoutedOperation,
    head: RequestHead,
    body: WireBody,
    told?: Readonly<Record<string, unknown>>,
  ): Record<string, unknown>;
  /**
   * The checked input of an operation that a service calls for somebody, from the JSON that he wrote; undefined if there is no operation of the name.
   * Throws as `decode`.
   */
  readJson(operation: string, tree: unknown): Record<string, unknown> | undefined;
  encode(routed: RoutedOperation, output: Record<string, unknown>, requestId: string): WireResponse;
  encodeError(protocol: Protocol, error: AwsError, requestId: string, options: ErrorOptions): WireResponse;
}

export interface ErrorOptions {
  /** The request was a HEAD: no body may follow. */
  readonly head: boolean;
  readonly operation?: string;
  /** What the request accepts: a form's error may be JSON. */
  readonly accept?: string | undefined;
  /** In forms' errors an empty element for details follows. */
  readonly hasDetail?: true | undefined;
  /** The request's `x-amzn-query-mode`: `true` asks a service that once spoke forms for its older statuses. */
  readonly queryMode?: string | undefined;
}

/** Reads a service's schemas. Each protocol, operation and shape is compiled when it is first used. */
export async function loadServiceCodec(
  services: readonly ServiceRecord[],
  name: string,
  habits: RestHabits | undefined,
): Promise<ServiceCodec> {
  const facts = services.find((service) => service.name === name);
  if (facts === undefined) throw new Error(`there is no wire data for a service called ${name}`);
  return createServiceCodec(facts, loadModel(name), habits);
}

export function createServiceCodec(facts: ServiceRecord, model: Model, habits?: RestHabits): ServiceCodec {
  const dialects = new Map<Protocol, Dialect>();
  const checkInput = createInputCheck(facts, model, habits);

  const dialect = (protocol: Protocol): Dialect => {
    const known = dialects.get(protocol);
    if (known !== undefined) return known;
    const made = createDialect[protocol]({ facts, model, habits });
    dialects.set(protocol, made);
    return made;
  };

  const operation = ({ name }: RoutedOperation): OperationShape => {
    const found = model.operation(name);
    if (found === undefined) throw new Error(`${facts.name} has no operation ${name}`);
    return found;
  };

  const cutTexts = async (routed: RoutedOperation, body: Buffer): Promise<WireBody> => {
    try {
      return await cutLongTexts(body);
    } catch (error) {
      throw error instanceof DecodeError ? dialect(routed.protocol).toAwsError(error) : error;
    }
  };

  return {
    facts,
    operationNames: () => [...model.operationNames],
    route: (protocol, head, action, resource) => dialect(protocol).route(head, action, resource),
    prepare: (routed, body) => {
      if (!Buffer.isBuffer(body) || body.length <= mostParsedBytes) return body;
      return routed.takesBody || !json.has(routed.protocol) ? body : cutTexts(routed, body);
    },
    decode: (routed: RoutedOperation, head: RequestHead, body: WireBody, told?: Readonly<Record<string, unknown>>) => {
      const { decode, toAwsError } = dialect(routed.protocol);
      const shape = operation(routed);
      let input: Record<string, unknown>;
      try {
        input = decode(shape, routed, head, body);
      } catch (error) {
        throw error instanceof DecodeError ? toAwsError(error) : error;
      }
      if (told) input = { ...told, ...input };
      checkInput(shape, input);
      return input;
    },
    readJson: (name, tree) => {
      const shape = model.operation(name);
      if (!shape) return undefined;
      let input: Record<string, unknown>;
      try {
        input = readSdkJson(shape.input, tree) as Record<string, unknown>;
      } catch (error) {
        throw error instanceof DecodeError ? serializationError(error) : error;
      }
      checkInput(shape, input);
      return input;
    },
    encode: (routed, output, requestId) =>
      dialect(routed.protocol).encode(operation(routed), output ?? {}, requestId, routed),
    encodeError: (protocol: Protocol, error: AwsError, requestId: string, options: ErrorOptions): WireResponse => {
      const view = {
        ...viewError({ facts, model }, protocol, error, options.queryMode === "true"),
        hasDetail: options.hasDetail === true,
        wantsJson: wantsJson(options.accept),
      };
      const response = dialect(protocol).encodeError(view, requestId);
      if (error.headers !== undefined) Object.assign(response.headers, error.headers);
      // An answer to HEAD has no body, and a 304 none either.
      return options.head || response.status === 304 ? withoutBody(response) : response;
    },
  };
}

const json: ReadonlySet<Protocol> = new Set(["restJson1", "awsJson1_0", "awsJson1_1"]);

function withoutBody({ status, headers: { "Content-Type": _type, ...headers } }: WireResponse): WireResponse {
  return { status, headers, body: undefined };
}

const createDialect: Readonly<Record<Protocol, (parts: DialectParts) => Dialect>> = {
  restJson1: createRestJson,
  restXml: createRestXml,
  awsJson1_0: (parts) => createJsonRpc(parts, "awsJson1_0"),
  awsJson1_1: (parts) => createJsonRpc(parts, "awsJson1_1"),
  awsQuery: createAwsQuery,
  ec2Query: createEc2Query,
  rpcv2Cbor: createCborRpc,
};
