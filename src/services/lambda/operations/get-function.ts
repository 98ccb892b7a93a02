import { parseFunctionName } from "../functions/function-name.ts";
import { getTags } from "../functions/function-store.ts";
import { toConfiguration } from "../functions/to-configuration.ts";
import type { LambdaOperation } from "../model.ts";

/** The configuration, the tags, and a link that downloads the very zip. */
export const getFunction: LambdaOperation<"GetFunction"> = async ({ FunctionName, Qualifier }, context) => {
  const reference = parseFunctionName(FunctionName, context, Qualifier);
  const record = await context.state.functions.require(reference);
  const tags = await context.state.functions.read(record, (tx) => getTags(tx, record.name));
  return {
    Configuration: toConfiguration(record),
    Code: { RepositoryType: "S3", Location: `${context.request.endpoint}${context.host.links.path(record.code.blob)}` },
    ...(Object.keys(tags).length > 0 && { Tags: tags }),
  };
};
