import { AwsError } from "../../../platform/aws-error.ts";
import { defineErrors } from "../../errors.ts";
import type { ApiGatewayManagement } from "./model.ts";

const error = defineErrors<ApiGatewayManagement>();

/** AWS says no more than the status. */
export function gone(): AwsError {
  return error("GoneException", "Gone");
}

export function clientDoesNotRead(): AwsError {
  return error("LimitExceededException", "The WebSocket client side buffer is full.");
}

export function payloadTooLarge(): AwsError {
  return error("PayloadTooLargeException", "Message too long");
}

/** Not one of the model's, as it is recorded. */
export function invalidConnectionId(id: string): AwsError {
  return new AwsError("BadRequestException", `Invalid connectionId: ${id}`, { status: 400 });
}

/** Of a request that nobody has signed, where signatures are held to. */
export function missingToken(): AwsError {
  return new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token", { status: 403 });
}
