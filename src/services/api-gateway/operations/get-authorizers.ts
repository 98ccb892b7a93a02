import type { ApiGatewayOperation } from "../operation.ts";
import { readApi } from "../parts/change-api.ts";
import { toPage } from "../parts/page.ts";
import type { AuthorizerRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const getAuthorizers: ApiGatewayOperation<"GetAuthorizers"> = ({ restApiId = "", ...input }, context) =>
  readApi(context, restApiId, (tx) =>
    toPage(
      input,
      ({ id }: AuthorizerRecord) => id,
      (after, most) => partStore.list(tx, restApiId, "Authorizer", after, most),
    ),
  );
