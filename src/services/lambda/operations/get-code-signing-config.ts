import { requireSigningConfig } from "../code-signing/require-signing-config.ts";
import { toSigningConfig } from "../code-signing/signing-config.ts";
import type { LambdaOperation } from "../operation.ts";

export const getCodeSigningConfig: LambdaOperation<"GetCodeSigningConfig"> = async (
  { CodeSigningConfigArn },
  context,
) => {
  const { functions } = context.state;
  const config = await functions.read(context, (tx) => requireSigningConfig(tx, CodeSigningConfigArn));
  return { CodeSigningConfig: toSigningConfig(config) };
};
