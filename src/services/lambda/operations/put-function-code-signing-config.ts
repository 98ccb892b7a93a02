import { findSigningConfig } from "../code-signing/require-signing-config.ts";
import { signingConfigDeleted } from "../errors.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import type { LambdaOperation } from "../operation.ts";

/** Holds from the next deployment on. */
export const putFunctionCodeSigningConfig: LambdaOperation<"PutFunctionCodeSigningConfig"> = async (input, context) => {
  const { functions } = context.state;
  const { CodeSigningConfigArn: arn } = input;
  const reference = parseFunctionName(input.FunctionName, context);
  // A configuration that is not there is told before a function that is not there.
  if (!(await functions.read(context, (tx) => findSigningConfig(tx, arn)))) throw signingConfigDeleted(arn);
  const { family } = await functions.update(reference, async (stored, tx) => {
    if (!(await findSigningConfig(tx, arn))) throw signingConfigDeleted(arn);
    return { ...stored, codeSigning: arn };
  });
  return { CodeSigningConfigArn: arn, FunctionName: family.latest.name };
};
