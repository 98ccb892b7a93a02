import { isUtf8 } from "node:buffer";

/** A body as an event holds it. */
export interface EventBody {
  /** Undefined for a request without one. */
  readonly body: string | undefined;
  readonly isBase64Encoded: boolean;
}

/**
 * Text goes into the event as it is, anything else in base 64: what doesn't say what it is, forms, what is compressed, and bytes that are no
 * UTF-8, whatever they are said to be. Source: "Using AWS Lambda with an Application Load Balancer", which lists the types, and function
 * URLs' recorded events.
 */
export function toEventBody(
  body: Buffer,
  { "content-type": type = "", "content-encoding": encoding = "identity" }: Readonly<Record<string, string>>,
): EventBody {
  if (body.length === 0) return { body: undefined, isBase64Encoded: false };
  const isText = encoding.toLowerCase() === "identity" && textType.test(type) && isUtf8(body);
  return { body: body.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText };
}

const textType = /^\s*(?:text\/|application\/(?:json|xml|javascript|[^;,\s]*\+(?:json|xml))\s*(?:;|$))/i;
