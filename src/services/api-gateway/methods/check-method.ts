import type { Method } from "@aws-sdk/client-api-gateway";
import type { ReadTransaction } from "../../../storage/database.ts";
import { invalid } from "../errors.ts";
import { partStore } from "../parts/part-store.ts";

const methods = ["GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY"];

/** Throws what AWS refuses of a method, and what is not built. Source: "PutMethod", and recorded answers. */
export async function checkMethod(tx: ReadTransaction, apiId: string, method: Method): Promise<void> {
  const { httpMethod = "", authorizationType = "NONE", authorizerId, requestValidatorId, requestModels } = method;
  if (!methods.includes(httpMethod))
    throw invalid(`Invalid HttpMethod specified. Valid options are ${methods.join(",")}`);
  if (authorizationType === "CUSTOM" || authorizationType === "COGNITO_USER_POOLS") {
    const authorizer = authorizerId && (await partStore.find(tx, apiId, "Authorizer", authorizerId));
    if (!authorizer)
      throw invalid(
        "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.",
      );
  } else if (authorizationType !== "NONE" && authorizationType !== "AWS_IAM")
    throw invalid("Invalid authorization type specified. Valid options are NONE,AWS_IAM,CUSTOM,COGNITO_USER_POOLS");
  if (method.authorizationScopes?.length && authorizationType !== "COGNITO_USER_POOLS")
    throw invalid("Authorization Scopes are allowed only for authorization type COGNITO_USER_POOLS");
  if (requestValidatorId && !(await partStore.find(tx, apiId, "RequestValidator", requestValidatorId)))
    throw invalid("Invalid Request Validator identifier specified");
  for (const name of Object.values(requestModels ?? {}))
    if (!(await partStore.find(tx, apiId, "Model", name))) throw invalid(`Invalid model identifier specified: ${name}`);
  checkParameters(Object.keys(method.requestParameters ?? {}));
}

function checkParameters(parameters: readonly string[]): void {
  const names = new Set<string>();
  for (const parameter of parameters) {
    const [, name] =
      /^method\.request\.(?:querystring|header|path|multivalueheader|multivaluequerystring)\.(.+)$/.exec(parameter) ??
      [];
    if (name === undefined)
      throw invalid(
        `Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: ${parameter}]`,
      );
    if (names.has(name)) throw invalid("Parameter names must be unique across querystring, header and path");
    names.add(name);
  }
}
