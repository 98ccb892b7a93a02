import { stringify } from "yaml";
import { snapshotStore } from "../deployments/snapshot-store.ts";
import { invalid } from "../errors.ts";
import { toOpenApi } from "../open-api/to-open-api.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { readApi, requirePart } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

/** What a stage serves, as an OpenAPI document. */
export const getExport: ApiGatewayOperation<"GetExport"> = async (
  { restApiId = "", stageName = "", exportType = "", parameters = {}, accepts = "application/json" },
  context,
) => {
  if (exportType !== "swagger" && exportType !== "oas30")
    throw invalid("Unsupported API export type: it should be oas30 or swagger");
  if (accepts !== "application/json" && accepts !== "application/yaml")
    throw invalid("Unsupported content type: it should be application/json or application/yaml");
  const { api, snapshot, stage, documentation } = await readApi(context, restApiId, async (tx, found) => {
    const served = await requirePart(tx, restApiId, "Stage", stageName);
    const version = served.documentationVersion;
    return {
      api: found,
      stage: served,
      snapshot: await snapshotStore.find(tx, restApiId, served.deploymentId),
      documentation: version ? await partStore.find(tx, restApiId, "DocumentationVersion", version) : undefined,
    };
  });
  if (!snapshot) throw invalid("Deployment id does not exist");
  const extensions = new Set((parameters.extensions ?? "").split(",").map((each) => each.trim()));
  const document = toOpenApi({
    api,
    snapshot,
    stageName,
    region: context.region,
    version: new Date(stage.updatedMs).toISOString().replace(/\.\d{3}Z$/, "Z"),
    isV3: exportType === "oas30",
    extensions,
    documentation: extensions.has("documentation") ? documentation : undefined,
  });
  const { version } = document.info as { version: string };
  const isYaml = accepts === "application/yaml";
  return {
    body: Buffer.from(isYaml ? stringify(document) : JSON.stringify(document, null, 2)),
    contentType: "application/octet-stream",
    contentDisposition: `attachment; filename="${exportType}_${version}.${isYaml ? "yaml" : "json"}"`,
  };
};
