import { AwsError } from "../../platform/aws-error.ts";
import type { DecodeError } from "../codec/decode-error.ts";

/** What the JSON and CBOR protocols answer to a body that isn't of the operation's type. */
export function serializationError({ message }: DecodeError): AwsError {
  return new AwsError("SerializationException", message, { status: 400 });
}
