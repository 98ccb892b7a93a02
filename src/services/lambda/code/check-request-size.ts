import type { OperationContext } from "../../service.ts";
import { codeRequestTooLarge } from "../errors.ts";
import { limits } from "../limits.ts";

/** Of the whole request, before its package is looked at. Throws RequestEntityTooLargeException. */
export function checkRequestSize({ request }: Pick<OperationContext, "request">, operation: string): void {
  if (Number(request.headers["content-length"] ?? 0) > limits.codeRequestBytes) throw codeRequestTooLarge(operation);
}
