import { fail } from "../../../platform/aws-error.ts";
import { pipeNotFound } from "../errors.ts";
import type { PipesOperation } from "../operation.ts";
import { nameInArn, pipesKey } from "../pipes/pipe.ts";
import { pipeStore } from "../pipes/pipe-store.ts";

export const listTagsForResource: PipesOperation<"ListTagsForResource"> = async ({ resourceArn = "" }, context) => {
  const name = nameInArn(resourceArn, context) ?? fail(pipeNotFound(resourceArn));
  const pipe = await context.host.storage.partition(pipesKey(context)).read((tx) => pipeStore.find(tx, context, name));
  return { tags: { ...(pipe ?? fail(pipeNotFound(name))).tags } };
};
