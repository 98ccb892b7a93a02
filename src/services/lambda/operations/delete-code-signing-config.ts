import { functionsSignedBy } from "../code-signing/functions-signed-by.ts";
import { requireSigningConfig } from "../code-signing/require-signing-config.ts";
import { signingConfigStore } from "../code-signing/signing-config-store.ts";
import { signingConfigUsed } from "../errors.ts";
import { functionPartition } from "../functions/function-store.ts";
import type { LambdaOperation } from "../operation.ts";

/** Only one that no function uses. */
export const deleteCodeSigningConfig: LambdaOperation<"DeleteCodeSigningConfig"> = async (
  { CodeSigningConfigArn: arn },
  context,
) => {
  await functionPartition(context.host.storage, context).write(async (tx) => {
    const { id } = await requireSigningConfig(tx, arn);
    if ((await functionsSignedBy(tx, arn)).length > 0) throw signingConfigUsed(arn);
    await signingConfigStore.remove(tx, id);
  });
  return {};
};
