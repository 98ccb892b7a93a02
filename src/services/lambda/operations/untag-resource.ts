import { changeMappingTags } from "../event-sources/mapping-tags.ts";
import { parseTaggable } from "../functions/taggable.ts";
import type { LambdaOperation } from "../operation.ts";

export const untagResource: LambdaOperation<"UntagResource"> = async ({ Resource, TagKeys }, context) => {
  const tagged = parseTaggable(Resource, context);
  const change = (former: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(former).filter(([name]) => !TagKeys.includes(name)));
  if ("mappingUuid" in tagged) {
    await changeMappingTags(context, tagged, change);
    return {};
  }
  await context.state.functions.update(tagged, async (family) => {
    const latest = { ...family.latest, revisionId: context.host.random.uuid() };
    return { ...family, tags: change(family.tags), latest };
  });
  return {};
};
