import { createApi } from "../apis/create.ts";
import { toApi } from "../apis/to-api.ts";
import { importContents } from "../open-api/import-contents.ts";
import { readHttpApi } from "../open-api/read-import.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";

/** Makes an HTTP API of an OpenAPI document. It has no stage: what serves it is made afterwards. */
export const importApi: ApiGatewayV2Operation<"ImportApi"> = async (input, context) => {
  const contents = await readHttpApi(input, context.host.clock);
  const { Name, Description, Version, CorsConfiguration, DisableExecuteApiEndpoint, Tags } = contents.settings;
  const settings = { Name, Description, Version, CorsConfiguration, DisableExecuteApiEndpoint, Tags };
  const api = await createApi(context, { ...settings, ProtocolType: "HTTP" }, (tx, made) =>
    importContents(tx, context, made, contents),
  );
  const { warnings } = contents;
  return { ...toApi(context.host, context, api), ...(warnings.length > 0 && { Warnings: [...warnings] }) };
};
