import { readDocument, recordOf } from "../../execute-api/open-api/open-api-document.ts";
import { invalid, limitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import { readDocumentation } from "../open-api/from-open-api.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { newId, writeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

/** Takes the documentation from a document, in the place of what there was or beside it. */
export const importDocumentationParts: ApiGatewayOperation<"ImportDocumentationParts"> = async (
  { restApiId = "", mode = "merge", body },
  context,
) => {
  const document = await readDocument(Buffer.from(body ?? ""), "Unable to build importer with provided input.", {
    clock: context.host.clock,
    refuse: invalid,
  });
  const nested = document["x-amazon-apigateway-documentation"];
  const given = readDocumentation(nested === undefined ? document : recordOf(nested));
  return writeApi(context, restApiId, async (tx) => {
    const former = await partStore.list(tx, restApiId, "DocumentationPart");
    if (mode === "overwrite")
      for (const { id } of former) await partStore.remove(tx, restApiId, "DocumentationPart", id);
    if ((mode === "overwrite" ? 0 : former.length) + given.length > limits.documentationPartsPerApi)
      throw limitExceeded("Maximum number of documentation parts for this API has been reached");
    const ids: string[] = [];
    for (const part of given) {
      const id = newId(context);
      ids.push(id);
      await partStore.put(tx, restApiId, "DocumentationPart", { id, ...part });
    }
    return { ids };
  });
};
