import type { PipesOperation } from "../operation.ts";
import { changeTags } from "../pipes/change-tags.ts";

export const tagResource: PipesOperation<"TagResource"> = async ({ resourceArn = "", tags = {} }, context) => {
  await changeTags(context, resourceArn, (former) => ({ ...former, ...tags }));
  return {};
};
