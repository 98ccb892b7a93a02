import { toTagList } from "../../tags.ts";
import type { IotOperation } from "../operation.ts";
import { findTagged } from "../tags/find-tagged.ts";
import { tagsOfJob } from "../tags/job-tags.ts";
import { tagsOfRule } from "../tags/rule-tags.ts";

export const listTagsForResource: IotOperation<"ListTagsForResource"> = async ({ resourceArn = "" }, context) => {
  const tags =
    (await tagsOfRule(context, resourceArn)) ??
    (await tagsOfJob(context, resourceArn)) ??
    (await context.state.registry.read(context, async (tx) => (await findTagged(tx, resourceArn, context)).tags));
  return { tags: toTagList(tags) };
};
