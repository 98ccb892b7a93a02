import type { AwsError } from "../../platform/aws-error.ts";
import { defineErrors } from "../errors.ts";
import type { ApiGateway } from "./model.ts";

const error = defineErrors<ApiGateway>();

export function apiNotFound(account: string, apiId: string): AwsError {
  return notFound(`Invalid API identifier specified ${account}:${apiId}`);
}

/** `what`: `Resource`, `Method`. */
export function partNotFound(what: string): AwsError {
  return notFound(`Invalid ${what} identifier specified`);
}

export function notFound(message: string): AwsError {
  return error("NotFoundException", message);
}

export function conflict(message: string): AwsError {
  return error("ConflictException", message);
}

export function invalid(message: string): AwsError {
  return error("BadRequestException", message);
}

export function limitExceeded(message: string): AwsError {
  return error("LimitExceededException", message);
}

/** What is not built is refused by name, never accepted and forgotten. */
export function notBuilt(what: string): AwsError {
  return error("BadRequestException", `Squall does not implement ${what} yet.`);
}
