import { internalError } from "./gateway-error.ts";

type Handling = "CONVERT_TO_BINARY" | "CONVERT_TO_TEXT" | undefined;

/** Source: "Content type conversions in API Gateway", as recorded. Throws GatewayError for a text that is no base 64. */
export function convertRequest(body: Buffer, isBytes: boolean, handling: Handling): Buffer {
  if (isBytes) return handling === "CONVERT_TO_TEXT" ? Buffer.from(body.toString("base64")) : body;
  return handling === "CONVERT_TO_BINARY" ? fromBase64(body) : asText(body);
}

/** `isBytes` is what the integration has answered, `takesBytes` what the client asked for. */
export function convertAnswer(body: Buffer, isBytes: boolean, takesBytes: boolean, handling: Handling): Buffer {
  const toText = handling === "CONVERT_TO_TEXT" || (handling === undefined && !takesBytes);
  if (isBytes) return toText ? Buffer.from(body.toString("base64")) : body;
  return toText ? asText(body) : fromBase64(body);
}

/** What is no text is replaced. */
function asText(body: Buffer): Buffer {
  return Buffer.from(body.toString("utf8"));
}

/** What is none of its letters is passed over; what is left must be whole. */
function fromBase64(body: Buffer): Buffer {
  const letters = body.toString("latin1").replace(/[^A-Za-z0-9+/=]/g, "");
  let end = letters.length;
  while (letters[end - 1] === "=") end--;
  const padded = letters.slice(0, end);
  const missing = (4 - (padded.length % 4)) % 4;
  if (padded.length % 4 === 1 || letters.length - padded.length < missing)
    throw internalError("A text that is no base 64 cannot be made bytes.");
  return Buffer.from(padded, "base64");
}
