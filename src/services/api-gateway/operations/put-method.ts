import { conflict } from "../errors.ts";
import { checkMethod } from "../methods/check-method.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { write } from "../parts/change-api.ts";
import { findResource, putMethod as put } from "../resources/find.ts";

export const putMethod: ApiGatewayOperation<"PutMethod"> = ({ restApiId = "", resourceId, ...given }, context) =>
  write(context, async (tx) => {
    const resource = await findResource(tx, { restApiId, resourceId });
    const authorizationType = given.authorizationType?.toUpperCase();
    const method = { ...given, authorizationType, apiKeyRequired: given.apiKeyRequired ?? false };
    await checkMethod(tx, restApiId, method);
    const { httpMethod = "" } = method;
    if (Object.hasOwn(resource.methods, httpMethod)) throw conflict("Method already exists for this resource");
    await put(tx, { restApiId, httpMethod }, resource, method);
    return method;
  });
