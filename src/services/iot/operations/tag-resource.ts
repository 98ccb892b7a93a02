import type { IotOperation } from "../operation.ts";
import { findTagged } from "../tags/find-tagged.ts";
import { tagRule } from "../tags/rule-tags.ts";
import { checkTagCount, toTags } from "../tags/tags.ts";

export const tagResource: IotOperation<"TagResource"> = async ({ resourceArn = "", tags }, context) => {
  const given = toTags(tags);
  if (await tagRule(context, resourceArn, (former) => ({ ...former, ...given }))) return {};
  await context.state.registry.write(context, async (tx) => {
    const found = await findTagged(tx, resourceArn, context);
    const all = { ...found.tags, ...given };
    checkTagCount(all);
    await found.put(tx, all);
  });
  return {};
};
