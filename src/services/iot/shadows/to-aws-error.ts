import type { AwsError } from "../../../platform/aws-error.ts";
import { defineErrors } from "../../errors.ts";
import { ShadowRefusal } from "./shadow-refusal.ts";

const error = defineErrors<typeof import("@aws-sdk/client-iot-data-plane")>();

/** A refusal in the words of the HTTP API; what is none is given back. */
export function toAwsError(refusal: unknown): unknown {
  if (!(refusal instanceof ShadowRefusal)) return refusal;
  const { code, message } = refusal;
  return codes[code]?.(message) ?? error("InvalidRequestException", message);
}

const codes: Readonly<Record<number, (message: string) => AwsError>> = {
  404: (message) => error("ResourceNotFoundException", message),
  409: (message) => error("ConflictException", message),
  413: (message) => error("RequestEntityTooLargeException", message),
  415: (message) => error("UnsupportedDocumentEncodingException", message),
};
