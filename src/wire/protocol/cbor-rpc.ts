import { AwsError } from "../../platform/aws-error.ts";
import { readCbor } from "../codec/cbor-reader.ts";
import { writeCbor } from "../codec/cbor-writer.ts";
import { treeDecoder } from "../codec/tree-decoder.ts";
import { treeEncoder } from "../codec/tree-encoder.ts";
import { cborFormat } from "../codec/tree-format.ts";
import type { Dialect, DialectParts } from "./dialect.ts";
import { type EventFormat, encodeRpcEvents, eventStreamOf, eventStreamType } from "./event-stream.ts";
import { findAction } from "./find-action.ts";
import { queryErrorHeader } from "./query-error-header.ts";
import { toErrorTree } from "./rpc-error.ts";
import { serializationError } from "./serialization-error.ts";

const events: EventFormat = {
  contentType: "application/cbor",
  writer: (shape) => (value) => writeCbor(treeEncoder(shape, cborFormat)(value as never)),
};

/** The action is in the path, `/service/{target}/operation/{action}`. Source: "Smithy RPC v2 CBOR protocol". */
export function createCborRpc({ facts, model }: DialectParts): Dialect {
  const headers = { "Content-Type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" };
  return {
    route: (_head, action) => findAction(model, "rpcv2Cbor", action, unknownOperation),
    decode: ({ input }, _routed, _head, body) =>
      treeDecoder(input, cborFormat)(readCbor(body as Buffer), 0) as Record<string, unknown>,
    encode: ({ output }, value) => {
      // The content type belongs to a body.
      if (output.kind === "unit")
        return { status: 200, headers: { "smithy-protocol": "rpc-v2-cbor" }, body: undefined };
      const stream = eventStreamOf(output);
      if (stream) {
        const body = encodeRpcEvents(stream, output, value, events);
        return { status: 200, headers: { ...headers, "Content-Type": eventStreamType }, body };
      }
      return { status: 200, headers: { ...headers }, body: writeCbor(treeEncoder(output, cborFormat)(value as never)) };
    },
    encodeError: (error) => ({
      status: error.status,
      headers: { ...headers, ...queryErrorHeader(facts, error) },
      body: writeCbor(toErrorTree(error, cborFormat)),
    }),
    toAwsError: serializationError,
  };
}

function unknownOperation(): AwsError {
  const message = "The requested operation is not recognized by the service.";
  return new AwsError("UnknownOperationException", message, { status: 404 });
}
