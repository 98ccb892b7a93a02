import { type APIGatewayClient, GetExportCommand } from "@aws-sdk/client-api-gateway";
import { saveText } from "../../../text/save-text.ts";

/** A stage as an OpenAPI document with AWS's extensions, as a file. `kind` is `oas30`, `oas30-yaml` or `swagger`. */
export async function exportApi(
  client: APIGatewayClient,
  { restApiId, stageName }: { readonly restApiId: string; readonly stageName: string },
  kind: string,
): Promise<void> {
  const isYaml = kind.endsWith("-yaml");
  const { body } = await client.send(
    new GetExportCommand({
      restApiId,
      stageName,
      exportType: kind.replace("-yaml", ""),
      accepts: isYaml ? "application/yaml" : "application/json",
      parameters: { extensions: "apigateway" },
    }),
  );
  saveText(`${restApiId}-${stageName}-${kind}.${isYaml ? "yaml" : "json"}`, new TextDecoder().decode(body));
}
