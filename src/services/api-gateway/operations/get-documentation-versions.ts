import { toDocumentationVersion } from "../documentation/documentation.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { readApi } from "../parts/change-api.ts";
import { toPage } from "../parts/page.ts";
import type { DocumentationVersionRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const getDocumentationVersions: ApiGatewayOperation<"GetDocumentationVersions"> = async (
  { restApiId = "", ...input },
  context,
) => {
  const { items, position } = await readApi(context, restApiId, (tx) =>
    toPage(
      input,
      ({ version }: DocumentationVersionRecord) => version,
      (after, most) => partStore.list(tx, restApiId, "DocumentationVersion", after, most),
    ),
  );
  return { items: items.map(toDocumentationVersion), position };
};
