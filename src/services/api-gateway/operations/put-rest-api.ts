import { toRestApi } from "../apis/api.ts";
import { importContents } from "../open-api/import-api.ts";
import { readImport } from "../open-api/read-import.ts";
import type { ApiGatewayOperation } from "../operation.ts";
import { writeApi } from "../parts/change-api.ts";

/** Puts an OpenAPI document into an API: in the place of what it had, or beside it. What stages serve stays as it was deployed. */
export const putRestApi: ApiGatewayOperation<"PutRestApi"> = async (
  { restApiId = "", body, mode = "merge", parameters = {}, failOnWarnings = false },
  context,
) => {
  const contents = await readImport(body, parameters, failOnWarnings, { apiId: restApiId, clock: context.host.clock });
  const api = await writeApi(context, restApiId, (tx, former) => importContents(tx, context, former, contents, mode));
  const { warnings } = contents;
  return { ...toRestApi(api), tags: api.tags ?? {}, ...(warnings.length > 0 && { warnings: [...warnings] }) };
};
