import { invalidParameter } from "../errors.ts";
import { changeMappingTags } from "../event-sources/mapping-tags.ts";
import { checkTags } from "../functions/check-tags.ts";
import { parseTaggable } from "../functions/taggable.ts";
import type { LambdaOperation } from "../operation.ts";

/** Adds tags, or gives those that are there a new value. */
export const tagResource: LambdaOperation<"TagResource"> = async ({ Resource, Tags }, context) => {
  const tagged = parseTaggable(Resource, context);
  if (Object.keys(Tags).length === 0) {
    throw invalidParameter("An error occurred and the request cannot be processed.");
  }
  const change = (former: Readonly<Record<string, string>>) => {
    const tags = { ...former, ...Tags };
    checkTags(tags);
    return tags;
  };
  if ("mappingUuid" in tagged) {
    await changeMappingTags(context, tagged, change);
    return {};
  }
  await context.state.functions.update(tagged, async (family) => {
    const tags = change(family.tags);
    return { ...family, tags, latest: { ...family.latest, revisionId: context.host.random.uuid() } };
  });
  return {};
};
