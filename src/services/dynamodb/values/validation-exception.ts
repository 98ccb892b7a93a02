import { AwsError } from "../../../platform/aws-error.ts";

/** DynamoDB's model has no such error, yet most of what it refuses has this code. */
export function validationException(message: string): AwsError {
  return new AwsError("ValidationException", message, { status: 400 });
}
