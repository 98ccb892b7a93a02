import type { ApiGatewayOperation } from "../operation.ts";

import { readApi } from "../parts/change-api.ts";
import { fromList, toPage } from "../parts/page.ts";
import type { DocumentationPartRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";

export const getDocumentationParts: ApiGatewayOperation<"GetDocumentationParts"> = (
  { restApiId = "", type, nameQuery, path, locationStatus, ...input },
  context,
) =>
  readApi(context, restApiId, async (tx) => {
    const all = await partStore.list(tx, restApiId, "DocumentationPart");
    // Each part that there is documents something.
    const asked = all.filter(
      ({ location = { type: undefined } }) =>
        locationStatus !== "UNDOCUMENTED" &&
        (type === undefined || location.type === type) &&
        (path === undefined || location.path === path) &&
        (nameQuery === undefined || location.name?.includes(nameQuery) === true),
    );
    const byPlace = ({ location }: DocumentationPartRecord) =>
      [location?.path, location?.method, location?.type, location?.statusCode, location?.name]
        .map((each) => each ?? "")
        .join("\n");
    const sorted = asked.toSorted((one, other) => (byPlace(one) < byPlace(other) ? -1 : 1));
    return toPage(input, byPlace, fromList(sorted, byPlace));
  });
