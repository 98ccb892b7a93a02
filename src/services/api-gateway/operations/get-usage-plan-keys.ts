import type { ApiGatewayOperation } from "../operation.ts";
import { read } from "../parts/change-api.ts";
import { fromList, toPage } from "../parts/page.ts";
import type { UsagePlanKeyRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const getUsagePlanKeys: ApiGatewayOperation<"GetUsagePlanKeys"> = (
  { usagePlanId = "", nameQuery, ...input },
  context,
) =>
  read(context, async (tx) => {
    // As recorded: a plan that is not there has none.
    const all = await partStore.list(tx, usagePlanId, "UsagePlanKey");
    const asked = all.filter(({ name }) => nameQuery === undefined || name?.startsWith(nameQuery) === true);
    const byId = (key: UsagePlanKeyRecord) => key.id;
    return toPage(input, byId, fromList(asked, byId));
  });
