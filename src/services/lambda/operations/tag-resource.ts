import { invalidParameter } from "../errors.ts";
import { checkTags } from "../functions/check-tags.ts";
import { parseTaggable } from "../functions/taggable.ts";
import type { LambdaOperation } from "../operation.ts";

/** Adds tags, or gives those that are there a new value. */
export const tagResource: LambdaOperation<"TagResource"> = async ({ Resource, Tags }, context) => {
  const reference = parseTaggable(Resource, context);
  if (Object.keys(Tags).length === 0) {
    throw invalidParameter("An error occurred and the request cannot be processed.");
  }
  await context.state.functions.update(reference, async (family) => {
    const tags = { ...family.tags, ...Tags };
    checkTags(tags);
    return { ...family, tags, latest: { ...family.latest, revisionId: context.host.random.uuid() } };
  });
  return {};
};
