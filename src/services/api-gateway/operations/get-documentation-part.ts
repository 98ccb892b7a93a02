import type { ApiGatewayOperation } from "../operation.ts";

import { read, requirePart } from "../parts/change-api.ts";

export const getDocumentationPart: ApiGatewayOperation<"GetDocumentationPart"> = (
  { restApiId = "", documentationPartId = "" },
  context,
) => read(context, (tx) => requirePart(tx, restApiId, "DocumentationPart", documentationPartId));
