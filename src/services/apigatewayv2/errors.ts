import type { AwsError } from "../../platform/aws-error.ts";
import { defineErrors } from "../errors.ts";
import { limits } from "./limits.ts";
import type { ApiGatewayV2 } from "./model.ts";

const error = defineErrors<ApiGatewayV2>();

export function apiNotFound(account: string, apiId: string): AwsError {
  return error("NotFoundException", `Invalid API identifier specified ${account}:${apiId}`, { ResourceType: "Api" });
}

/** `what`: `Route`, `Integration`. */
export function partNotFound(what: string): AwsError {
  return error("NotFoundException", `Invalid ${what} identifier specified`, { ResourceType: what });
}

export function modelNotFound(name: string): AwsError {
  return error("NotFoundException", `Invalid Model name specified: ${name}`, { ResourceType: "Model" });
}

export function stageNotFound(): AwsError {
  return error("NotFoundException", "Invalid stage identifier specified", { ResourceType: "Stage" });
}

export function resourceNotFound(arn: string): AwsError {
  return error("NotFoundException", `Invalid resource identifier specified ${arn}`);
}

export function routeExists(key: string): AwsError {
  return error("ConflictException", `Route with key ${key} already exists for this API`);
}

export function stageExists(): AwsError {
  return error("ConflictException", "Stage already exists");
}

export function authorizerExists(name: string): AwsError {
  return error("ConflictException", `Authorizer name must be unique. Authorizer ${name} already exists in this API.`);
}

export function responseExists(key: string): AwsError {
  return error("ConflictException", `Response with key ${key} already exists`);
}

export function modelExists(name: string): AwsError {
  return error("ConflictException", `Model with name ${name} already exists for this API`);
}

export function integrationIsInUse(id: string, routeId: string): AwsError {
  return error("ConflictException", `Cannot delete Integration ${id} that is the target of Route ${routeId}`);
}

export function authorizerIsInUse(id: string, routeId: string): AwsError {
  return error("ConflictException", `Cannot delete Authorizer ${id} that is used by Route ${routeId}`);
}

export function deploymentIsInUse(): AwsError {
  return error("BadRequestException", "Active stages pointing to this deployment must be moved or deleted");
}

export function routeKeyIsMalformed(): AwsError {
  return invalid(
    'The provided route key is not formatted properly for HTTP protocol. Format should be "<HTTP METHOD> /<RESOURCE PATH>" or "$default"',
  );
}

export function quotaExceeded(what: string, most: number): AwsError {
  return error("BadRequestException", `Maximum number of ${what} for this API has been reached: ${most}`);
}

export function tooManyApis(): AwsError {
  return error("TooManyRequestsException", `Maximum number of APIs has been reached: ${limits.apisPerRegion}`);
}

export function domainExists(): AwsError {
  return error("ConflictException", "The domain name you provided already exists.");
}

export function mappingExists(key: string): AwsError {
  return error("ConflictException", `ApiMapping key already exists for this domain name: ${key}`);
}

export function invalid(message: string): AwsError {
  return error("BadRequestException", message);
}

/** What is not built is refused by name, never accepted and forgotten. */
export function notBuilt(what: string): AwsError {
  return error("BadRequestException", `Squall does not implement ${what} yet.`);
}
