import { toDocumentationVersion } from "../documentation/documentation.ts";
import { conflict, invalid, limitExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { requirePart, writeApi } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

/** Keeps the documentation as it is now; with a stage's name that stage has it. */
export const createDocumentationVersion: ApiGatewayOperation<"CreateDocumentationVersion"> = (
  { restApiId = "", documentationVersion = "", stageName, description },
  context,
) =>
  writeApi(context, restApiId, async (tx) => {
    if (documentationVersion === "") throw invalid("Documentation version cannot be blank");
    const former = await partStore.list(tx, restApiId, "DocumentationVersion");
    if (former.some(({ version }) => version === documentationVersion))
      throw conflict("Documentation version already exists for this API");
    if (former.length >= limits.documentationVersionsPerApi)
      throw limitExceeded("Maximum number of documentation versions for this API has been reached");
    const stage = stageName === undefined ? undefined : await requirePart(tx, restApiId, "Stage", stageName);
    const parts = await partStore.list(tx, restApiId, "DocumentationPart");
    if (parts.length === 0) throw invalid("No documentation parts exist for this API");
    const version = {
      version: documentationVersion,
      ...(description !== undefined && { description }),
      createdMs: context.host.clock.nowMs(),
      parts,
    };
    await partStore.put(tx, restApiId, "DocumentationVersion", version);
    if (stage) await partStore.put(tx, restApiId, "Stage", { ...stage, documentationVersion });
    return toDocumentationVersion(version);
  });
