import { type OwnJson, ownJson } from "../../platform/own-json.ts";
import { coralTypeError } from "../codec/coral-type-error.ts";
import { DecodeError } from "../codec/decode-error.ts";
import { parseJson } from "../codec/json.ts";
import type { CutJson } from "../codec/long-texts.ts";
import { treeDecoder } from "../codec/tree-decoder.ts";
import { treeEncoder } from "../codec/tree-encoder.ts";
import { jsonFormat, strictJsonFormat } from "../codec/tree-format.ts";
import type { Shape } from "../model/shape.ts";
import type { Dialect, DialectParts } from "./dialect.ts";
import { type EventFormat, encodeRpcEvents, eventStreamOf, eventStreamType } from "./event-stream.ts";
import { findAction, unknownOperation } from "./find-action.ts";
import { queryErrorHeader } from "./query-error-header.ts";
import { toErrorTree } from "./rpc-error.ts";
import { serializationError } from "./serialization-error.ts";

/** awsJson 1.0 and 1.1: the action is in `X-Amz-Target`, all of the input in the body. Source: "AWS JSON 1.1 protocol", Smithy. */
export function createJsonRpc({ facts, model }: DialectParts, protocol: "awsJson1_0" | "awsJson1_1"): Dialect {
  const contentType = `application/x-amz-json-${protocol === "awsJson1_0" ? "1.0" : "1.1"}`;
  const events: EventFormat = {
    contentType,
    writer: (shape) => (value) => JSON.stringify(treeEncoder(shape, jsonFormat)(value as never)),
  };
  const { coralNamespace } = facts;
  return {
    route: (_head, action) => findAction(model, protocol, action, unknownOperation),
    decode: ({ input }, _routed, _head, body) => {
      const tree = parseJson(body as Buffer | CutJson);
      return coralNamespace === undefined
        ? (treeDecoder(input, jsonFormat)(tree, 0) as Record<string, unknown>)
        : decodeCoral(input, tree, coralNamespace);
    },
    encode: ({ output }, value) => {
      const stream = eventStreamOf(output);
      if (stream) {
        const body = encodeRpcEvents(stream, output, value, events);
        return { status: 200, headers: { "Content-Type": eventStreamType }, body };
      }
      // Services of query origin answer nothing where there is no output, all others an empty object.
      const nothing = facts.queryCompatible ? "" : "{}";
      const own = (value as OwnJson)[ownJson];
      if (own) return { status: 200, headers: { "Content-Type": contentType }, body: own() };
      const body = output.kind === "unit" ? nothing : JSON.stringify(treeEncoder(output, jsonFormat)(value as never));
      return { status: 200, headers: { "Content-Type": contentType }, body };
    },
    encodeError: (error) => ({
      status: error.status,
      headers: { "Content-Type": contentType, ...queryErrorHeader(facts, error) },
      body: JSON.stringify(toErrorTree(error, jsonFormat)),
    }),
    toAwsError: serializationError,
  };
}

/** What is of the wrong type is told in the words of AWS's older framework. */
function decodeCoral(input: Shape, tree: unknown, namespace: string): Record<string, unknown> {
  try {
    return treeDecoder(input, strictJsonFormat)(tree, 0) as Record<string, unknown>;
  } catch (error) {
    const fault = error instanceof DecodeError && isObject(tree) && coralTypeError(input, tree, namespace);
    throw fault ? new DecodeError(fault) : error;
  }
}

function isObject(tree: unknown): boolean {
  return typeof tree === "object" && tree !== null && !Array.isArray(tree);
}
