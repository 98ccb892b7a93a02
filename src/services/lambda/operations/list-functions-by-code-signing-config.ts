import { functionsSignedBy } from "../code-signing/functions-signed-by.ts";
import { requireSigningConfig } from "../code-signing/require-signing-config.ts";
import { pageOf } from "../functions/page.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../operation.ts";

export const listFunctionsByCodeSigningConfig: LambdaOperation<"ListFunctionsByCodeSigningConfig"> = async (
  input,
  context,
) => {
  const arns = await context.state.functions.read(context, async (tx) => {
    await requireSigningConfig(tx, input.CodeSigningConfigArn);
    return functionsSignedBy(tx, input.CodeSigningConfigArn);
  });
  const { items, nextMarker } = pageOf(arns, input, limits.functionsPage, (arn) => arn.slice(arn.lastIndexOf(":") + 1));
  return { FunctionArns: items, NextMarker: nextMarker };
};
