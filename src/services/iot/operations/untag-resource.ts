import { type Tags, withoutTags } from "../../tags.ts";
import type { IotOperation } from "../operation.ts";
import { findTagged } from "../tags/find-tagged.ts";
import { tagJob } from "../tags/job-tags.ts";
import { tagRule } from "../tags/rule-tags.ts";

export const untagResource: IotOperation<"UntagResource"> = async ({ resourceArn = "", tagKeys = [] }, context) => {
  const change = (former: Tags) => withoutTags(former, tagKeys);
  if ((await tagRule(context, resourceArn, change)) || (await tagJob(context, resourceArn, change))) return {};
  await context.state.registry.write(context, async (tx) => {
    const found = await findTagged(tx, resourceArn, context);
    await found.put(tx, withoutTags(found.tags, tagKeys));
  });
  return {};
};
