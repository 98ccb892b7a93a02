import type { ApiGatewayOperation } from "../operation.ts";

import { requirePart, write } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const deleteVpcLink: ApiGatewayOperation<"DeleteVpcLink"> = ({ vpcLinkId = "" }, context) =>
  write(context, async (tx) => {
    await requirePart(tx, ofAccount, "VpcLink", vpcLinkId);
    await partStore.remove(tx, ofAccount, "VpcLink", vpcLinkId);
    return {};
  });
