import { isHeaderValue } from "../../../platform/http-header.ts";
import { invalidRequest, unwritableOverride } from "../errors.ts";
import type { S3Context } from "../operation.ts";

/** `response-content-type` and its like, which presigned URLs use. */
export interface OverridingInput {
  readonly ResponseCacheControl?: string | undefined;
  readonly ResponseContentDisposition?: string | undefined;
  readonly ResponseContentEncoding?: string | undefined;
  readonly ResponseContentLanguage?: string | undefined;
  readonly ResponseContentType?: string | undefined;
  /** Any text from outside, a time from another service. */
  readonly ResponseExpires?: Date | string | undefined;
}

/**
 * The headers that a reader wants instead of the object's. Throws InvalidRequest for nobody in particular, who might be sent such a URL, and
 * InvalidArgument for what is no header. Source: "GetObject", overriding response header values.
 */
export function overriddenHeaders(input: OverridingInput, context: S3Context) {
  const overrides: Record<string, string | Date> = {};
  for (const [member, header, parameter] of overridable) {
    const value = input[member];
    if (value === undefined) continue;
    if (context.principal.kind === "anonymous") {
      throw invalidRequest("Request specific response headers cannot be used for anonymous GET requests.");
    }
    if (typeof value === "string" && !isHeaderValue(value)) throw unwritableOverride(parameter, value);
    // As it came: what is no date cannot be given as one.
    if (header === "Expires" && typeof value === "string") context.responseHeaders.expires = value;
    else overrides[header] = value;
  }
  return overrides;
}

const overridable = [
  ["ResponseCacheControl", "CacheControl", "response-cache-control"],
  ["ResponseContentDisposition", "ContentDisposition", "response-content-disposition"],
  ["ResponseContentEncoding", "ContentEncoding", "response-content-encoding"],
  ["ResponseContentLanguage", "ContentLanguage", "response-content-language"],
  ["ResponseContentType", "ContentType", "response-content-type"],
  ["ResponseExpires", "Expires", "response-expires"],
] as const;
