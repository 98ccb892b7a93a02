import { ownValue } from "../../../platform/own-value.ts";
import { resourceNotFound } from "../errors.ts";
import type { LambdaOperation } from "../operation.ts";
import { toUrlConfig } from "../urls/to-url-config.ts";
import type { UrlConfig } from "../urls/url-config.ts";
import { findUrlReference } from "../urls/url-reference.ts";

/** What the request names is changed, the rest stays, the address too. */
export const updateFunctionUrlConfig: LambdaOperation<"UpdateFunctionUrlConfig"> = async (input, context) => {
  const { reference, key } = await findUrlReference(input, context, "set");
  const { state, host } = context;
  const { family } = await state.functions.update(reference, async (stored) => {
    const former = ownValue(stored.urls, key);
    if (!former) throw resourceNotFound();
    const config: UrlConfig = {
      ...former,
      authType: input.AuthType ?? former.authType,
      invokeMode: input.InvokeMode ?? former.invokeMode,
      cors: input.Cors ?? former.cors,
      lastModifiedMs: host.clock.nowMs(),
    };
    return { ...stored, urls: { ...stored.urls, [key]: config } };
  });
  const config = ownValue(family.urls, key);
  if (!config) throw resourceNotFound();
  return toUrlConfig(family, key, config, context);
};
