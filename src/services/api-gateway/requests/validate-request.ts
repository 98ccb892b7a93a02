import type { Asked } from "./asked.ts";
import { badBody, badParameters } from "./gateway-error.ts";
import { plainType } from "./media-types.ts";
import { type RequestValues, requestValue } from "./parameters.ts";

/** Throws GatewayError for a request that the method's validator refuses. Source: "Request validation for REST APIs in API Gateway". */
export function validateRequest(asked: Asked, values: RequestValues): void {
  const { method, snapshot } = asked;
  const validator = snapshot.validators.find(({ id }) => id === method.requestValidatorId);
  if (!validator) return;
  if (validator.validateRequestParameters) {
    const missing = Object.entries(method.requestParameters ?? {})
      .filter(([source, isRequired]) => isRequired && !requestValue(source, values))
      .map(([source]) => source.replace(/^method\.request\.\w+\./, ""));
    if (missing.length > 0) throw badParameters(missing);
  }
  if (validator.validateRequestBody) validateBody(asked, values);
}

/** By the model of the body's type, or of any type; where there is neither, what comes passes. */
function validateBody({ method, request, schemas }: Asked, { headers }: RequestValues): void {
  const { requestModels = {} } = method;
  const type = plainType(headers["content-type"]) || "application/json";
  const model = Object.hasOwn(requestModels, type) ? requestModels[type] : requestModels.$default;
  if (model === undefined) return;
  const value = parse(request.body);
  if (value === undefined) throw badBody("[Unknown error parsing request body]");
  const faults = schemas.faults(model, value);
  if (faults.length > 0) throw badBody(`[${faults.join(", ")}]`);
}

/** An empty body is an object without members, as on AWS. Undefined for what is no JSON. */
function parse(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
