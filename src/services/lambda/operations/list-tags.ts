import { parseFunctionName } from "../functions/function-name.ts";
import { getTags } from "../functions/function-store.ts";
import type { LambdaOperation } from "../model.ts";

export const listTags: LambdaOperation<"ListTags"> = async ({ Resource }, context) => {
  const { functions } = context.state;
  const record = await functions.require(parseFunctionName(Resource, context));
  return { Tags: await functions.read(record, (tx) => getTags(tx, record.name)) };
};
