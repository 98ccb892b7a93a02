import { apiIdCharacters } from "../apis/api.ts";
import { limitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { newId, write } from "../parts/change-api.ts";
import { ofAccount, type VpcLinkRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { withTags } from "../tags/tags.ts";
import { checkVpcLink, toVpcLink } from "../vpc-links/vpc-link.ts";

/**
 * Makes a way to endpoints that are not on the internet. Squall's only network is the machine's own, so an integration with a link asks its URI's host; that the link
 * is there and ready is held to.
 */
export const createVpcLink: ApiGatewayOperation<"CreateVpcLink"> = ({ tags, ...given }, context) =>
  write(context, async (tx) => {
    const nowMs = context.host.clock.nowMs();
    const link: VpcLinkRecord = {
      ...given,
      id: newId(context, apiIdCharacters),
      createdMs: nowMs,
      ...(tags && { tags: withTags({}, tags) }),
    };
    checkVpcLink(link);
    if ((await partStore.list(tx, ofAccount, "VpcLink")).length >= limits.vpcLinksPerRegion)
      throw limitExceeded("Maximum number of VPC links has been reached");
    await partStore.put(tx, ofAccount, "VpcLink", link);
    return toVpcLink(link, nowMs);
  });
