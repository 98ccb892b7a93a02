import { checkMethodResponse, responseExists } from "../methods/method-response.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { changeMethod } from "../resources/find.ts";

export const putMethodResponse: ApiGatewayOperation<"PutMethodResponse"> = (
  { responseParameters, responseModels, statusCode = "", ...place },
  context,
) =>
  changeMethod(context, place, async (method, tx) => {
    const result = {
      statusCode,
      ...(responseParameters && { responseParameters }),
      ...(responseModels && { responseModels }),
    };
    await checkMethodResponse(tx, place.restApiId ?? "", result);
    if (method.methodResponses?.[statusCode]) throw responseExists();
    return { method: { ...method, methodResponses: { ...method.methodResponses, [statusCode]: result } }, result };
  });
