import type { CORSRule } from "@aws-sdk/client-s3";
import type { CrossOriginRequest } from "../../service.ts";

/** The first rule that lets the request pass. Source: "Elements of a CORS configuration". */
export function findRule(rules: readonly CORSRule[], request: CrossOriginRequest): CORSRule | undefined {
  return rules.find(
    ({ AllowedOrigins = [], AllowedMethods = [], AllowedHeaders = [] }) =>
      AllowedOrigins.some((pattern) => matches(pattern, request.origin)) &&
      AllowedMethods.includes(request.method) &&
      request.headers.every((header) => AllowedHeaders.some((pattern) => matches(pattern.toLowerCase(), header))),
  );
}

/** The headers of the answer. With `*` for the origin credentials are not allowed, as nobody in particular is. */
export function toCorsHeaders(rule: CORSRule, request: CrossOriginRequest): Record<string, string> {
  const isAnybody = rule.AllowedOrigins?.includes("*") ?? false;
  return {
    "Access-Control-Allow-Origin": isAnybody ? "*" : request.origin,
    "Access-Control-Allow-Methods": (rule.AllowedMethods ?? []).join(", "),
    ...(request.headers.length > 0 && { "Access-Control-Allow-Headers": request.headers.join(", ") }),
    ...(rule.ExposeHeaders?.length && { "Access-Control-Expose-Headers": rule.ExposeHeaders.join(", ") }),
    ...(rule.MaxAgeSeconds !== undefined && { "Access-Control-Max-Age": String(rule.MaxAgeSeconds) }),
    ...(!isAnybody && { "Access-Control-Allow-Credentials": "true" }),
    Vary: "Origin, Access-Control-Request-Headers, Access-Control-Request-Method",
  };
}

/** A pattern has at most one `*`. */
function matches(pattern: string, text: string): boolean {
  const star = pattern.indexOf("*");
  if (star < 0) return pattern === text;
  const [head, tail] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
}
