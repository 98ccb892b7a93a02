import { queryTree } from "../codec/query-tree.ts";
import type { OperationShape } from "../model/shape.ts";
import type { RequestHead, WireResponse } from "../wire-message.ts";
import type { ErrorView } from "./error-view.ts";

/**
 * Whether a client of forms wants JSON: the first type that its `Accept` names and that there is decides. Source: what integrations of API Gateway
 * get of SQS, and LocalStack's `test_get_list_queues_with_query_auth`, validated against AWS.
 */
export function wantsJson(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  for (const range of accept.toLowerCase().split(",")) {
    const type = range.split(";", 1)[0]?.trim() ?? "";
    if (type === "application/json") return true;
    if (type === "text/xml" || type === "application/xml") return false;
  }
  return false;
}

export function acceptsJson({ headers }: RequestHead): boolean {
  return wantsJson(headers.accept);
}

/** The form's answer as a tree: the same elements, each by its member's name, and `null` where there is none. */
export function jsonAnswer(
  { name, output }: OperationShape,
  value: unknown,
  requestId: string,
  names: Readonly<Record<string, string>> = {},
): WireResponse {
  const result = output.kind === "unit" ? {} : { [`${name}Result`]: queryTree(output, value, names) };
  return jsonResponse(200, { [`${name}Response`]: { ...result, ResponseMetadata: { RequestId: requestId } } });
}

export function jsonError({ status, fault, queryCode, message }: ErrorView, requestId: string): WireResponse {
  return jsonResponse(status, { Error: { Code: queryCode, Message: message, Type: fault }, RequestId: requestId });
}

function jsonResponse(status: number, tree: unknown): WireResponse {
  return { status, headers: { "Content-Type": "application/json" }, body: JSON.stringify(tree) };
}
