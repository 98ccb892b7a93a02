import { checkDocumentationPart } from "../documentation/documentation.ts";
import { conflict, limitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { newId, writeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

export const createDocumentationPart: ApiGatewayOperation<"CreateDocumentationPart"> = (
  { restApiId = "", location, properties },
  context,
) =>
  writeApi(context, restApiId, async (tx) => {
    const part = { id: newId(context), location, properties };
    checkDocumentationPart(part);
    const former = await partStore.list(tx, restApiId, "DocumentationPart");
    const place = JSON.stringify(Object.entries(location ?? {}).sort());
    if (former.some((each) => JSON.stringify(Object.entries(each.location ?? {}).sort()) === place))
      throw conflict("Documentation part already exists for the specified location");
    if (former.length >= limits.documentationPartsPerApi)
      throw limitExceeded("Maximum number of documentation parts for this API has been reached");
    await partStore.put(tx, restApiId, "DocumentationPart", part);
    return part;
  });
