import { checkIntegration } from "../integrations/check-integration.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { changeMethod } from "../resources/find.ts";

export const putIntegration: ApiGatewayOperation<"PutIntegration"> = (
  { restApiId, resourceId, httpMethod, integrationHttpMethod, ...given },
  context,
) =>
  changeMethod(context, { restApiId, resourceId, httpMethod }, (method, _tx, resource) => {
    const { uri, ...rest } = given;
    const isHttp = given.type === "HTTP" || given.type === "HTTP_PROXY";
    const integration = {
      ...rest,
      // What is mocked is nowhere.
      ...(uri !== undefined && given.type !== "MOCK" && { uri }),
      ...(isHttp && { connectionType: given.connectionType ?? "INTERNET" }),
      ...(integrationHttpMethod !== undefined && given.type !== "MOCK" && { httpMethod: integrationHttpMethod }),
      passthroughBehavior: given.passthroughBehavior ?? "WHEN_NO_MATCH",
      timeoutInMillis: given.timeoutInMillis ?? limits.integrationTimeoutMs,
      cacheNamespace: given.cacheNamespace ?? resource.id,
      cacheKeyParameters: given.cacheKeyParameters ?? [],
    };
    checkIntegration(integration);
    return { method: { ...method, methodIntegration: integration }, result: integration };
  });
