import type { ApiGatewayOperation } from "../operation.ts";
import { readApi } from "../parts/change-api.ts";
import { toPage } from "../parts/page.ts";
import type { ModelRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const getModels: ApiGatewayOperation<"GetModels"> = ({ restApiId = "", ...input }, context) =>
  readApi(context, restApiId, (tx) =>
    toPage(
      input,
      ({ name }: ModelRecord) => name,
      (after, most) => partStore.list(tx, restApiId, "Model", after, most),
    ),
  );
