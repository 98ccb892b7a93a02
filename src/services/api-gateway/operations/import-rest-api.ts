import { toRestApi } from "../apis/api.ts";
import { claimPlace, newApi, putNewApi } from "../apis/new-api.ts";
import { importContents } from "../open-api/import-api.ts";
import { endpointOf, readImport } from "../open-api/read-import.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { write } from "../parts/change-api.ts";

/** Makes an API of an OpenAPI document. */
export const importRestApi: ApiGatewayOperation<"ImportRestApi"> = async (
  { body, parameters = {}, failOnWarnings = false },
  context,
) => {
  const made = newApi(context, { name: "", ...endpointOf(parameters) });
  const contents = await readImport(body, parameters, failOnWarnings, {
    apiId: made.api.id,
    clock: context.host.clock,
  });
  await claimPlace(context, made.api.id);
  const api = await write(context, async (tx) => {
    await putNewApi(tx, made);
    return importContents(tx, context, made.api, contents, "merge");
  });
  const { warnings } = contents;
  return { ...toRestApi(api), ...(warnings.length > 0 && { warnings: [...warnings] }) };
};
