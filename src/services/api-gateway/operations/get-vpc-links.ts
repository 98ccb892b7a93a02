import type { ApiGatewayOperation } from "../operation.ts";

import { read } from "../parts/change-api.ts";
import { toPage } from "../parts/page.ts";
import { ofAccount, type VpcLinkRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { toVpcLink } from "../vpc-links/vpc-link.ts";

export const getVpcLinks: ApiGatewayOperation<"GetVpcLinks"> = async (input, context) => {
  const { items, position } = await read(context, (tx) =>
    toPage(
      input,
      ({ id }: VpcLinkRecord) => id,
      (after, most) => partStore.list(tx, ofAccount, "VpcLink", after, most),
    ),
  );
  const nowMs = context.host.clock.nowMs();
  return { items: items.map((link) => toVpcLink(link, nowMs)), position };
};
