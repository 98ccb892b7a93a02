import { requireTaggedMapping } from "../event-sources/mapping-tags.ts";
import { parseTaggable } from "../functions/taggable.ts";
import type { LambdaOperation } from "../operation.ts";

export const listTags: LambdaOperation<"ListTags"> = async ({ Resource }, context) => {
  const tagged = parseTaggable(Resource, context);
  if ("mappingUuid" in tagged) return { Tags: { ...(await requireTaggedMapping(context, tagged)).tags } };
  const { family } = await context.state.functions.require(tagged);
  return { Tags: { ...family.tags } };
};
