import { fail } from "../../../platform/aws-error.ts";
import type { Tags } from "../../tags.ts";
import { pipeNotFound } from "../errors.ts";
import type { PipesContext } from "../operation.ts";
import { checkTags } from "./check-tags.ts";
import { nameInArn, pipesKey } from "./pipe.ts";
import { pipeStore } from "./pipe-store.ts";

/** Throws NotFoundException, or ValidationException for tags that a pipe cannot have. */
export async function changeTags(context: PipesContext, arn: string, change: (former: Tags) => Tags): Promise<void> {
  const name = nameInArn(arn, context) ?? fail(pipeNotFound(arn));
  await context.host.storage.partition(pipesKey(context)).write(async (tx) => {
    const pipe = (await pipeStore.find(tx, context, name)) ?? fail(pipeNotFound(name));
    const tags = change(pipe.tags);
    checkTags(tags);
    await pipeStore.put(tx, { ...pipe, tags });
  });
}
