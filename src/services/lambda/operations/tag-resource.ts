import { checkTags } from "../functions/check-tags.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { getTags, putTags } from "../functions/function-store.ts";
import type { LambdaOperation } from "../model.ts";

/** Adds tags, or gives those that are there a new value. */
export const tagResource: LambdaOperation<"TagResource"> = async ({ Resource, Tags }, context) => {
  const { functions } = context.state;
  const record = await functions.require(parseFunctionName(Resource, context));
  await functions.write(record, async (tx) => {
    const tags = { ...(await getTags(tx, record.name)), ...Tags };
    checkTags(tags);
    await putTags(tx, record.name, tags);
  });
  return {};
};
