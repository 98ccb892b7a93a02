import type { ApiGatewayOperation } from "../operation.ts";

import { read, requirePart } from "../parts/change-api.ts";
import { ofAccount } from "../parts/part.ts";
import { toVpcLink } from "../vpc-links/vpc-link.ts";

export const getVpcLink: ApiGatewayOperation<"GetVpcLink"> = ({ vpcLinkId = "" }, context) =>
  read(context, async (tx) => {
    const link = await requirePart(tx, ofAccount, "VpcLink", vpcLinkId);
    return { ...toVpcLink(link, context.host.clock.nowMs()), tags: link.tags ?? {} };
  });
