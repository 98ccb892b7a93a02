import { toDocumentationVersion } from "../documentation/documentation.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { readApi, requirePart } from "../parts/change-api.ts";

export const getDocumentationVersion: ApiGatewayOperation<"GetDocumentationVersion"> = (
  { restApiId = "", documentationVersion = "" },
  context,
) =>
  readApi(context, restApiId, async (tx) =>
    toDocumentationVersion(await requirePart(tx, restApiId, "DocumentationVersion", documentationVersion)),
  );
