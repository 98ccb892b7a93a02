import { parseTaggable } from "../functions/taggable.ts";
import type { LambdaOperation } from "../operation.ts";

export const listTags: LambdaOperation<"ListTags"> = async ({ Resource }, context) => {
  const { family } = await context.state.functions.require(parseTaggable(Resource, context));
  return { Tags: { ...family.tags } };
};
