import type { ApiGatewayOperation } from "../operation.ts";

import { requirePart, write } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { applyPatches } from "../parts/patch.ts";
import { checkVpcLink, patchVpcLink, toVpcLink } from "../vpc-links/vpc-link.ts";

export const updateVpcLink: ApiGatewayOperation<"UpdateVpcLink"> = ({ vpcLinkId = "", patchOperations }, context) =>
  write(context, async (tx) => {
    const link = applyPatches(await requirePart(tx, ofAccount, "VpcLink", vpcLinkId), patchOperations, patchVpcLink);
    checkVpcLink(link);
    await partStore.put(tx, ofAccount, "VpcLink", link);
    return { ...toVpcLink(link, context.host.clock.nowMs()), tags: link.tags ?? {} };
  });
