import type { DlmOperation } from "../operation.ts";
import { findPolicy, idOfArn } from "../policies/find-policy.ts";
import { policiesKey } from "../policies/policy.ts";

export const listTagsForResource: DlmOperation<"ListTagsForResource"> = async ({ ResourceArn: arn = "" }, context) => {
  const { tags } = await context.host.storage
    .partition(policiesKey(context))
    .read((tx) => findPolicy(tx, idOfArn(arn)));
  return { Tags: tags };
};
