import { requireSigningConfig } from "../code-signing/require-signing-config.ts";
import { toSigningConfig } from "../code-signing/signing-config.ts";
import { signingConfigStore } from "../code-signing/signing-config-store.ts";
import { functionPartition } from "../functions/function-store.ts";
import type { LambdaOperation } from "../operation.ts";

/** What the request names is changed, the rest stays; it holds from the next deployment on. */
export const updateCodeSigningConfig: LambdaOperation<"UpdateCodeSigningConfig"> = async (input, context) => {
  const { storage, clock } = context.host;
  const config = await functionPartition(storage, context).write(async (tx) => {
    const former = await requireSigningConfig(tx, input.CodeSigningConfigArn);
    const changed = {
      ...former,
      description: input.Description ?? former.description,
      publishers: input.AllowedPublishers?.SigningProfileVersionArns ?? former.publishers,
      untrusted: input.CodeSigningPolicies?.UntrustedArtifactOnDeployment ?? former.untrusted,
      lastModifiedMs: clock.nowMs(),
    };
    await signingConfigStore.put(tx, changed);
    return changed;
  });
  return { CodeSigningConfig: toSigningConfig(config) };
};
