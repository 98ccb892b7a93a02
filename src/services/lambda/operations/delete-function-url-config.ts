import { resourceNotFound } from "../errors.ts";
import type { LambdaOperation } from "../operation.ts";
import { findUrlReference } from "../urls/url-reference.ts";

export const deleteFunctionUrlConfig: LambdaOperation<"DeleteFunctionUrlConfig"> = async (input, context) => {
  const { reference, family: former, key } = await findUrlReference(input, context, "look");
  const { state } = context;
  const { family } = await state.functions.update(reference, async (stored) => {
    const { [key]: config, ...urls } = stored.urls;
    if (!config) throw resourceNotFound();
    return { ...stored, urls };
  });
  await state.urlIndex.removed(former, family);
  return {};
};
