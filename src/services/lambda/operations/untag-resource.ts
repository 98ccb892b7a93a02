import { parseFunctionName } from "../functions/function-name.ts";
import { getTags, putTags } from "../functions/function-store.ts";
import type { LambdaOperation } from "../model.ts";

export const untagResource: LambdaOperation<"UntagResource"> = async ({ Resource, TagKeys }, context) => {
  const { functions } = context.state;
  const record = await functions.require(parseFunctionName(Resource, context));
  await functions.write(record, async (tx) => {
    const tags = Object.entries(await getTags(tx, record.name)).filter(([name]) => !TagKeys.includes(name));
    await putTags(tx, record.name, Object.fromEntries(tags));
  });
  return {};
};
