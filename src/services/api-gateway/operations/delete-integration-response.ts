import { partNotFound } from "../errors.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { write } from "../parts/change-api.ts";
import { findResource, putMethod, requireIntegrationResponse } from "../resources/find.ts";

/** As recorded: of a method that is not there it says that there is no integration. */
export const deleteIntegrationResponse: ApiGatewayOperation<"DeleteIntegrationResponse"> = (
  { statusCode = "", ...place },
  context,
) =>
  write(context, async (tx) => {
    const resource = await findResource(tx, place);
    const method = resource.methods[place.httpMethod ?? ""];
    if (!method?.methodIntegration) throw partNotFound("Integration");
    requireIntegrationResponse(method.methodIntegration, statusCode);
    const { integrationResponses, ...rest } = method.methodIntegration;
    const { [statusCode]: _, ...others } = integrationResponses ?? {};
    const isLast = Object.keys(others).length === 0;
    const methodIntegration = isLast ? rest : { ...rest, integrationResponses: others };
    await putMethod(tx, place, resource, { ...method, methodIntegration });
    return {};
  });
