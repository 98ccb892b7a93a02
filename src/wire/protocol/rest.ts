import type { AwsError } from "../../platform/aws-error.ts";
import type { BodyFormat } from "../http/body-format.ts";
import { bindResponse, type ResponseBinding } from "../http/response-binding.ts";
import { createRestRouter, type RestRouter } from "../http/rest-router.ts";
import type { OperationShape } from "../model/shape.ts";
import type { RequestHead } from "../wire-message.ts";
import type { Dialect, DialectParts } from "./dialect.ts";
import { encodeEvents, eventStreamOf, eventStreamType } from "./event-stream.ts";

export interface RestOptions {
  readonly protocol: "restJson1" | "restXml";
  readonly format: BodyFormat;
  readonly unknown: (head: RequestHead) => AwsError;
}

/** What REST with JSON and REST with XML have in common: routing and HTTP bindings. */
export function createRest(
  { model, habits }: DialectParts,
  { protocol, format, unknown }: RestOptions,
): Pick<Dialect, "route" | "decode" | "encode"> {
  const operations = model.operationNames.map((name) => model.operation(name)!);
  const router: RestRouter = createRestRouter(operations, format, habits?.paths);
  const encoders = new Map<string, ResponseBinding>();
  return {
    route: (head, _action, resource) => {
      const match = router.route(head, resource);
      if (match === undefined) throw unknown(head);
      const { streamsInput, takesBody } = match.binding;
      return { name: match.operation, protocol, streamsInput, takesBody, labels: match.labels };
    },
    decode: ({ name }, { labels }, head, body) => router.binding(name).decode(head, labels, body),
    encode: (operation, output) => {
      const known = encoders.get(operation.name);
      if (known !== undefined) return known(output);
      const encode = bindOutput(operation, format);
      encoders.set(operation.name, encode);
      return encode(output);
    },
  };
}

function bindOutput({ output, traits }: OperationShape, format: BodyFormat): ResponseBinding {
  const [method, , status] = traits.http!;
  const encode = bindResponse(output, format, { status, isHead: method === "HEAD" });
  const stream = eventStreamOf(output);
  if (stream === undefined) return encode;
  return (value) => {
    const response = encode({ ...value, [stream.name]: undefined });
    response.headers["Content-Type"] ??= eventStreamType;
    response.body = encodeEvents(stream.shape, { events: value[stream.name] as [] }, format.events);
    return response;
  };
}
