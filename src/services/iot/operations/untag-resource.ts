import { withoutTags } from "../../tags.ts";
import type { IotOperation } from "../operation.ts";
import { findTagged } from "../tags/find-tagged.ts";
import { tagRule } from "../tags/rule-tags.ts";

export const untagResource: IotOperation<"UntagResource"> = async ({ resourceArn = "", tagKeys = [] }, context) => {
  if (await tagRule(context, resourceArn, (former) => withoutTags(former, tagKeys))) return {};
  await context.state.registry.write(context, async (tx) => {
    const found = await findTagged(tx, resourceArn, context);
    await found.put(tx, withoutTags(found.tags, tagKeys));
  });
  return {};
};
