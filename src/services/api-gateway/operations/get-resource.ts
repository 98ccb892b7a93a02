import type { ApiGatewayOperation } from "../operation.ts";
import { read } from "../parts/change-api.ts";
import { findResource } from "../resources/find.ts";
import { toResource } from "../resources/to-resource.ts";

export const getResource: ApiGatewayOperation<"GetResource"> = ({ restApiId, resourceId, embed }, context) =>
  read(context, async (tx) => toResource(await findResource(tx, { restApiId, resourceId }), embed));
