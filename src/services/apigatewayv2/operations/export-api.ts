import { stringify } from "yaml";
import { snapshotStore } from "../deployments/snapshot-store.ts";
import { invalid } from "../errors.ts";
import { toOpenApi } from "../open-api/to-open-api.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { readApi, requirePart } from "../parts/change-api.ts";
import { partStore } from "../parts/part-store.ts";

/** What a stage serves, or what the API is now, as an OpenAPI document. */
export const exportApi: ApiGatewayV2Operation<"ExportApi"> = async (input, context) => {
  const { ApiId = "", Specification, OutputType, StageName, ExportVersion = "1.0", IncludeExtensions = true } = input;
  if (Specification !== "OAS30") throw invalid("Invalid specification specified: it should be OAS30");
  if (OutputType !== "JSON" && OutputType !== "YAML")
    throw invalid("Invalid output type specified: it should be JSON or YAML");
  if (ExportVersion !== "1.0") throw invalid("Invalid export version specified: it should be 1.0");
  const { api, snapshot } = await readApi(context, ApiId, async (tx, found) => {
    if (found.ProtocolType !== "HTTP") throw invalid("Only HTTP APIs can be exported");
    if (StageName === undefined) {
      const [routes, integrations, authorizers] = await Promise.all([
        partStore.list(tx, ApiId, "Route"),
        partStore.list(tx, ApiId, "Integration"),
        partStore.list(tx, ApiId, "Authorizer"),
      ]);
      return { api: found, snapshot: { routes, integrations, authorizers } };
    }
    const { DeploymentId } = await requirePart(tx, ApiId, "Stage", StageName);
    const deployed = DeploymentId === undefined ? undefined : await snapshotStore.find(tx, ApiId, DeploymentId);
    if (!deployed) throw invalid(`The stage ${StageName} has no deployment`);
    return { api: found, snapshot: deployed };
  });
  const stageName = StageName === "$default" ? "" : (StageName ?? "");
  const document = toOpenApi({ api, snapshot, stageName, region: context.region, withExtensions: IncludeExtensions });
  return { body: Buffer.from(OutputType === "YAML" ? stringify(document) : JSON.stringify(document)) };
};
