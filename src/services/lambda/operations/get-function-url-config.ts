import { ownValue } from "../../../platform/own-value.ts";
import { resourceNotFound } from "../errors.ts";
import type { LambdaOperation } from "../operation.ts";
import { toUrlConfig } from "../urls/to-url-config.ts";
import { findUrlReference } from "../urls/url-reference.ts";

export const getFunctionUrlConfig: LambdaOperation<"GetFunctionUrlConfig"> = async (input, context) => {
  const { family, key } = await findUrlReference(input, context, "look");
  const config = ownValue(family.urls, key);
  if (!config) throw resourceNotFound();
  return { ...toUrlConfig(family, key, config, context), InvokeMode: config.invokeMode ?? "BUFFERED" };
};
