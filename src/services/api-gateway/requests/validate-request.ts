import type { Asked } from "./asked.ts";
import { badParameters } from "./gateway-error.ts";
import { type RequestValues, requestValue } from "./parameters.ts";

/** Throws GatewayError for a request that the method's validator refuses. Source: "Request validation for REST APIs in API Gateway". */
export function validateRequest({ method, snapshot }: Asked, values: RequestValues): void {
  const validator = snapshot.validators.find(({ id }) => id === method.requestValidatorId);
  if (!validator?.validateRequestParameters) return;
  const missing = Object.entries(method.requestParameters ?? {})
    .filter(([source, isRequired]) => isRequired && !requestValue(source, values))
    .map(([source]) => source.replace(/^method\.request\.\w+\./, ""));
  if (missing.length > 0) throw badParameters(missing);
}
