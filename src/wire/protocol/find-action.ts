import { AwsError } from "../../platform/aws-error.ts";
import type { Model } from "../model/shape.ts";
import type { Protocol } from "../service-facts.ts";
import type { RoutedOperation } from "../wire-message.ts";

/** For the protocols that name the operation instead of having paths. */
export function findAction(
  model: Model,
  protocol: Protocol,
  action: string | undefined,
  unknown: (action: string) => AwsError,
): RoutedOperation {
  if (action === undefined || action === "") throw missingAction();
  if (model.operation(action) === undefined) throw unknown(action);
  return { name: action, protocol, streamsInput: false, labels: noLabels };
}

const noLabels: Readonly<Record<string, string>> = Object.freeze({});

/** Source: "Common error types" of the services' API references. */
function missingAction(): AwsError {
  return new AwsError("MissingAction", "The request is missing an action or a required parameter.", { status: 400 });
}

export function unknownOperation(): AwsError {
  return new AwsError("UnknownOperationException", "The requested operation is not recognized by the service.", {
    status: 400,
  });
}
