import { fail } from "../../../platform/aws-error.ts";
import { resourceDoesNotExist } from "../errors.ts";
import type { SnsOperation } from "../operation.ts";
import { checkTags } from "../tags/check-tags.ts";
import { findTagged } from "../tags/find-tagged.ts";

export const tagResource: SnsOperation<"TagResource"> = async ({ ResourceArn, Tags = [] }, context) => {
  const known = await findTagged(context, ResourceArn);
  const found = await context.state.topics.change(known, (topic) => ({ ...topic, tags: checkTags(Tags, topic.tags) }));
  if (!found) fail(resourceDoesNotExist());
  return {};
};
