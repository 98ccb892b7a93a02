import { AwsError } from "../../platform/aws-error.ts";
import { jsonBody } from "../http/body-format.ts";
import { bindResponse, type ResponseBinding } from "../http/response-binding.ts";
import type { Shape } from "../model/shape.ts";
import type { Dialect, DialectParts } from "./dialect.ts";
import { createRest } from "./rest.ts";
import { serializationError } from "./serialization-error.ts";

/** Source: "AWS REST JSON 1 protocol", Smithy. */
export function createRestJson(parts: DialectParts): Dialect {
  const unknown = () =>
    new AwsError("UnknownOperationException", "The requested operation is not recognized by the service.", {
      status: 404,
    });
  const bindings = new Map<Shape, ResponseBinding>();
  const bindingOf = (shape: Shape): ResponseBinding => {
    const known = bindings.get(shape);
    if (known !== undefined) return known;
    // The status is the error's, not the shape's alone.
    const made = bindResponse(shape, jsonBody, { status: 0 });
    bindings.set(shape, made);
    return made;
  };
  return {
    ...createRest(parts, { protocol: "restJson1", format: jsonBody, unknown }),
    encodeError: ({ shape, code, status, message, members, fields }) => {
      const { headers, body } = shape
        ? bindingOf(shape)(members)
        : { headers: {}, body: JSON.stringify({ message: message === "" ? null : message, ...fields }) };
      return {
        status,
        headers: { ...headers, "Content-Type": jsonBody.contentType, "x-amzn-ErrorType": code },
        // All of the shape's members may be headers.
        body: body ?? JSON.stringify({ message }),
      };
    },
    toAwsError: serializationError,
  };
}
