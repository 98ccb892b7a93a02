import type { ApiGatewayOperation } from "../operation.ts";
import { read, requirePart } from "../parts/change-api.ts";
import { fromList, toPage } from "../parts/page.ts";
import { ofAccount, type UsagePlanKeyRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const getUsagePlanKeys: ApiGatewayOperation<"GetUsagePlanKeys"> = (
  { usagePlanId = "", nameQuery, ...input },
  context,
) =>
  read(context, async (tx) => {
    await requirePart(tx, ofAccount, "UsagePlan", usagePlanId);
    const all = await partStore.list(tx, usagePlanId, "UsagePlanKey");
    const asked = all.filter(({ name }) => nameQuery === undefined || name?.startsWith(nameQuery) === true);
    const byId = (key: UsagePlanKeyRecord) => key.id;
    return toPage(input, byId, fromList(asked, byId));
  });
