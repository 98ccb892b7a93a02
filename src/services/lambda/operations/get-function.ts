import { findVersion } from "../functions/find-version.ts";
import { functionArn } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { toConfiguration } from "../functions/to-configuration.ts";
import type { LambdaOperation } from "../operation.ts";

/**
 * The configuration, the tags, the reserved concurrency, and a link that downloads the very zip. Tags are for those who may list them. Source:
 * "GetFunction", response elements.
 */
export const getFunction: LambdaOperation<"GetFunction"> = async ({ FunctionName, Qualifier }, context) => {
  const reference = parseFunctionName(FunctionName, context, Qualifier);
  const known = await context.state.functions.require(reference);
  const record = findVersion(known, reference.qualifier);
  const { tags, reservedConcurrency } = known.family;
  const hidden = await context.refusalOf("ListTags", { Resource: functionArn(reference) });
  const Location = `${context.request.endpoint}${context.host.links.path(record.code.blob)}`;
  return {
    Configuration: toConfiguration(record, reference.qualifier),
    Code: { RepositoryType: "S3", Location },
    ...(hidden
      ? { TagsError: { ErrorCode: "AccessDeniedException", Message: hidden.message } }
      : Object.keys(tags).length > 0 && { Tags: { ...tags } }),
    ...(reservedConcurrency !== undefined && {
      Concurrency: { ReservedConcurrentExecutions: reservedConcurrency },
    }),
  };
};
