import { apiStore } from "../apis/api-store.ts";
import { invalid, limitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { newId, write } from "../parts/change-api.ts";
import type { RequestValidatorRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const createRequestValidator: ApiGatewayOperation<"CreateRequestValidator"> = (
  { restApiId = "", ...given },
  context,
) =>
  write(context, async (tx) => {
    if (!(await apiStore.find(tx, restApiId))) throw invalid("Invalid REST API identifier specified");
    if (!given.name) throw invalid("Request Validator name cannot be blank");
    const former = await partStore.list(tx, restApiId, "RequestValidator");
    if (former.length >= limits.requestValidatorsPerApi)
      throw limitExceeded("Maximum number of Request Validators for this API has been reached");
    const validator: RequestValidatorRecord = {
      id: newId(context),
      name: given.name,
      validateRequestBody: given.validateRequestBody ?? false,
      validateRequestParameters: given.validateRequestParameters ?? false,
    };
    await partStore.put(tx, restApiId, "RequestValidator", validator);
    return validator;
  });
