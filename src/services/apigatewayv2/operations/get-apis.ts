import { type ApiRecord, apisKey } from "../apis/api.ts";
import { apiStore } from "../apis/api-store.ts";
import { toApi } from "../apis/to-api.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { toPage } from "../parts/list-parts.ts";

export const getApis: ApiGatewayV2Operation<"GetApis"> = async (input, context) => {
  const { Items, NextToken } = await context.host.storage.partition(apisKey(context)).read((tx) =>
    toPage<ApiRecord>(
      input,
      ({ ApiId }) => ApiId,
      (after, most) => apiStore.list(tx, after, most),
    ),
  );
  return { Items: Items.map((api) => toApi(context.host, context, api)), NextToken };
};
