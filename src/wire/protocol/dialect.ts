import type { AwsError } from "../../platform/aws-error.ts";
import type { RestHabits } from "../../platform/rest-habits.ts";
import type { DecodeError } from "../codec/decode-error.ts";
import type { Model, OperationShape } from "../model/shape.ts";
import type { ServiceRecord } from "../registry.ts";
import type { RequestHead, RoutedOperation, WireBody, WireResponse } from "../wire-message.ts";
import type { ErrorView } from "./error-view.ts";

/** One protocol of one service. */
export interface Dialect {
  route(head: RequestHead, action: string | undefined, resource: string | undefined): RoutedOperation;
  /** May throw DecodeError, which `toAwsError` turns into what the protocol answers. */
  decode(
    operation: OperationShape,
    routed: RoutedOperation,
    head: RequestHead,
    body: WireBody,
  ): Record<string, unknown>;
  encode(
    operation: OperationShape,
    output: Readonly<Record<string, unknown>>,
    requestId: string,
    routed: RoutedOperation,
  ): WireResponse;
  encodeError(error: ErrorView, requestId: string): WireResponse;
  toAwsError(error: DecodeError): AwsError;
}

export interface DialectParts {
  readonly facts: ServiceRecord;
  readonly model: Model;
  readonly habits: RestHabits | undefined;
}
