import { type RestApiRecord, toRestApi } from "../apis/api.ts";
import { apiStore } from "../apis/api-store.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { read } from "../parts/change-api.ts";
import { toPage } from "../parts/page.ts";

export const getRestApis: ApiGatewayOperation<"GetRestApis"> = async (input, context) => {
  const { items, position } = await read(context, (tx) =>
    toPage(
      input,
      ({ id }: RestApiRecord) => id,
      (after, most) => apiStore.list(tx, after, most),
    ),
  );
  return { items: items.map(toRestApi), position };
};
