import type { GatewayResponse } from "@aws-sdk/client-api-gateway";
import { invalid, notFound } from "../errors.ts";
import type { GatewayResponseRecord } from "../parts/part.ts";
import { badPath, type Patch } from "../parts/patch.ts";

/** The types of answers that an API makes itself, with the status of each. Source: "Gateway response types for API Gateway". */
export const statusByType = {
  ACCESS_DENIED: "403",
  API_CONFIGURATION_ERROR: "500",
  AUTHORIZER_CONFIGURATION_ERROR: "500",
  AUTHORIZER_FAILURE: "500",
  BAD_REQUEST_BODY: "400",
  BAD_REQUEST_PARAMETERS: "400",
  DEFAULT_4XX: undefined,
  DEFAULT_5XX: undefined,
  EXPIRED_TOKEN: "403",
  INTEGRATION_FAILURE: "504",
  INTEGRATION_TIMEOUT: "504",
  INVALID_API_KEY: "403",
  INVALID_SIGNATURE: "403",
  MISSING_AUTHENTICATION_TOKEN: "403",
  QUOTA_EXCEEDED: "429",
  REQUEST_TOO_LARGE: "413",
  RESOURCE_NOT_FOUND: "404",
  THROTTLED: "429",
  UNAUTHORIZED: "401",
  UNSUPPORTED_MEDIA_TYPE: "415",
  WAF_FILTERED: "403",
} as const satisfies Partial<Record<NonNullable<GatewayResponse["responseType"]>, string | undefined>>;

export type GatewayResponseType = keyof typeof statusByType;

export const gatewayResponseTypes = Object.keys(statusByType) as readonly GatewayResponseType[];

export const defaultTemplates = { "application/json": '{"message":$context.error.messageString}' } as const;

/** What an API answers of a type that it has not been told another answer for. */
export function defaultResponse(responseType: GatewayResponseType): GatewayResponseRecord {
  const statusCode = statusByType[responseType];
  return {
    responseType,
    ...(statusCode !== undefined && { statusCode }),
    responseParameters: {},
    responseTemplates: { ...defaultTemplates },
    defaultResponse: true,
  };
}

/** What the API answers of a type: as it has been told, of the type itself or of all of its class. */
export function effectiveResponse(
  own: readonly GatewayResponseRecord[],
  responseType: GatewayResponseType,
): GatewayResponseRecord {
  const told = (type: string) => own.find((each) => each.responseType === type);
  const status = statusByType[responseType];
  if (status === undefined || told(responseType)) return told(responseType) ?? defaultResponse(responseType);
  const ofClass = told(status >= "500" ? "DEFAULT_5XX" : "DEFAULT_4XX");
  if (!ofClass) return defaultResponse(responseType);
  return { ...ofClass, responseType, statusCode: ofClass.statusCode ?? status, defaultResponse: true };
}

/** One operation of UpdateGatewayResponse. Source: "Patch operations", and recorded answers. */
export function patchGatewayResponse(response: GatewayResponseRecord, patch: Patch): GatewayResponseRecord {
  const { steps, op, value } = patch;
  const [first, name = ""] = steps;
  if (first === "statusCode" && steps.length === 1) {
    if (op !== "replace") throw badPath(patch);
    return { ...response, statusCode: value ?? "" };
  }
  if ((first !== "responseParameters" && first !== "responseTemplates") || steps.length !== 2) throw badPath(patch);
  const entries = new Map(Object.entries(response[first] ?? {}));
  if (op !== "add" && !entries.has(name)) throw notFound("Invalid parameter name specified");
  if (op === "remove") entries.delete(name);
  else if (!value) throw invalid(`Invalid null or empty value in ${first}`);
  else entries.set(name, value);
  return { ...response, [first]: Object.fromEntries(entries) };
}
