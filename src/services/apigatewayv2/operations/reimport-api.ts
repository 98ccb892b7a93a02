import { apiStore } from "../apis/api-store.ts";
import { checkApi } from "../apis/check-api.ts";
import { toApi } from "../apis/to-api.ts";
import { invalid } from "../errors.ts";
import { importContents } from "../open-api/import-contents.ts";
import { readHttpApi } from "../open-api/read-import.ts";
import type { ApiGatewayV2Operation } from "../operation.ts";
import { changeApi } from "../parts/change-api.ts";

/** Puts an OpenAPI document in the place of what an HTTP API was; its stages, id and tags stay. */
export const reimportApi: ApiGatewayV2Operation<"ReimportApi"> = async ({ ApiId = "", ...input }, context) => {
  const contents = await readHttpApi(input, context.host.clock);
  const { Tags, ...settings } = contents.settings;
  const api = await changeApi(context, ApiId, async (tx, former) => {
    if (former.ProtocolType !== "HTTP") throw invalid("Only HTTP APIs can be imported");
    const { Description: _, Version: __, CorsConfiguration: ___, ...kept } = former;
    const changed = { ...kept, ...settings, Tags: { ...former.Tags, ...Tags } };
    checkApi(changed);
    await apiStore.put(tx, changed);
    await importContents(tx, context, changed, contents);
    return changed;
  });
  const { warnings } = contents;
  return { ...toApi(context.host, context, api), ...(warnings.length > 0 && { Warnings: [...warnings] }) };
};
