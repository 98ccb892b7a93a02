import type { Tags } from "../../tags.ts";
import type { IotOperation } from "../operation.ts";
import { findTagged } from "../tags/find-tagged.ts";
import { tagJob } from "../tags/job-tags.ts";
import { tagRule } from "../tags/rule-tags.ts";
import { checkTagCount, toTags } from "../tags/tags.ts";

export const tagResource: IotOperation<"TagResource"> = async ({ resourceArn = "", tags }, context) => {
  const given = toTags(tags);
  const change = (former: Tags) => ({ ...former, ...given });
  if ((await tagRule(context, resourceArn, change)) || (await tagJob(context, resourceArn, change))) return {};
  await context.state.registry.write(context, async (tx) => {
    const found = await findTagged(tx, resourceArn, context);
    const all = { ...found.tags, ...given };
    checkTagCount(all);
    await found.put(tx, all);
  });
  return {};
};
