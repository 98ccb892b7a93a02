import type { ApiGatewayOperation } from "../operation.ts";
import { readApi } from "../parts/change-api.ts";
import { toPage } from "../parts/page.ts";
import type { RequestValidatorRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const getRequestValidators: ApiGatewayOperation<"GetRequestValidators"> = (
  { restApiId = "", ...input },
  context,
) =>
  readApi(context, restApiId, (tx) =>
    toPage(
      input,
      ({ id }: RequestValidatorRecord) => id,
      (after, most) => partStore.list(tx, restApiId, "RequestValidator", after, most),
    ),
  );
