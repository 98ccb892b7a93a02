import type { ApiGatewayOperation } from "../operation.ts";
import { read } from "../parts/change-api.ts";
import { fromList, toPage } from "../parts/page.ts";
import { type ApiKeyRecord, ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { toApiKey } from "../usage-plans/api-key.ts";

export const getApiKeys: ApiGatewayOperation<"GetApiKeys"> = (
  { nameQuery, customerId, includeValues = false, ...input },
  context,
) =>
  read(context, async (tx) => {
    const all = await partStore.list(tx, ofAccount, "ApiKey");
    const asked = all.filter(
      (key) =>
        (nameQuery === undefined || key.name?.startsWith(nameQuery)) &&
        (customerId === undefined || key.customerId === customerId),
    );
    const byId = (key: ApiKeyRecord) => key.id;
    const { items, position } = await toPage(input, byId, fromList(asked, byId));
    return { items: items.map((key) => toApiKey(key, includeValues)), position };
  });
