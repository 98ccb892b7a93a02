import { AwsError } from "../../platform/aws-error.ts";
import { jsonBody } from "../http/body-format.ts";
import { bindResponse } from "../http/response-binding.ts";
import type { Dialect, DialectParts } from "./dialect.ts";
import { createRest } from "./rest.ts";
import { serializationError } from "./serialization-error.ts";

/** Source: "AWS REST JSON 1 protocol", Smithy. */
export function createRestJson(parts: DialectParts): Dialect {
  const unknown = () =>
    new AwsError("UnknownOperationException", "The requested operation is not recognized by the service.", {
      status: 404,
    });
  return {
    ...createRest(parts, { protocol: "restJson1", format: jsonBody, unknown }),
    encodeError: ({ shape, code, status, message, members, fields }) => {
      const response = shape
        ? bindResponse(shape, jsonBody, { status })(members)
        : { status, headers: {} as Record<string, string>, body: JSON.stringify({ message, ...fields }) };
      response.body ??= JSON.stringify({ message });
      response.headers["Content-Type"] = jsonBody.contentType;
      response.headers["x-amzn-ErrorType"] = code;
      return response;
    },
    toAwsError: serializationError,
  };
}
