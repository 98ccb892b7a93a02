import type { ServiceFacts } from "../service-facts.ts";
import type { ErrorView } from "./error-view.ts";

/** Services that once spoke forms tell their old error code in a header; clients prefer it. Source: "awsQueryCompatible", Smithy. */
export function queryErrorHeader({ queryCompatible }: ServiceFacts, error: ErrorView): Record<string, string> {
  return queryCompatible ? { "x-amzn-query-error": `${error.queryCode};${error.fault}` } : {};
}
