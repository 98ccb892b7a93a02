import type { ApiGatewayOperation } from "../operation.ts";
import { changeMethod, requireMethodResponse } from "../resources/find.ts";

export const deleteMethodResponse: ApiGatewayOperation<"DeleteMethodResponse"> = (
  { statusCode = "", ...place },
  context,
) =>
  changeMethod(context, place, (method) => {
    requireMethodResponse(method, statusCode);
    const { [statusCode]: _, ...methodResponses } = method.methodResponses ?? {};
    const { methodResponses: __, ...rest } = method;
    const isLast = Object.keys(methodResponses).length === 0;
    return { method: isLast ? rest : { ...rest, methodResponses }, result: {} };
  });
