import type { AwsError } from "../../platform/aws-error.ts";
import { defineErrors } from "../errors.ts";

const error = defineErrors<typeof import("@aws-sdk/client-pipes")>();

export function invalid(message: string): AwsError {
  return error("ValidationException", message);
}

/** What is not built is refused by name, never accepted and forgotten. */
export function notBuilt(what: string): AwsError {
  return error("ValidationException", `Squall does not implement ${what} of pipes yet.`);
}

export function pipeNotFound(name: string): AwsError {
  return error("NotFoundException", `Pipe ${name} does not exist.`);
}

export function pipeExists(name: string): AwsError {
  return error("ConflictException", `Pipe ${name} already exists.`);
}

export function pipeIsChanging(name: string, state: string): AwsError {
  return error("ConflictException", `Pipe ${name} is in state ${state}.`);
}

export function tooManyPipes(most: number): AwsError {
  return error("ServiceQuotaExceededException", `You have exceeded the maximum of ${most} pipes.`);
}
