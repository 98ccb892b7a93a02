import { parseTaggable } from "../functions/taggable.ts";
import type { LambdaOperation } from "../operation.ts";

export const untagResource: LambdaOperation<"UntagResource"> = async ({ Resource, TagKeys }, context) => {
  await context.state.functions.update(parseTaggable(Resource, context), async (family) => {
    const tags = Object.entries(family.tags).filter(([name]) => !TagKeys.includes(name));
    const latest = { ...family.latest, revisionId: context.host.random.uuid() };
    return { ...family, tags: Object.fromEntries(tags), latest };
  });
  return {};
};
