import { type SigningConfig, toSigningConfig } from "../code-signing/signing-config.ts";
import { signingConfigStore } from "../code-signing/signing-config-store.ts";
import { notSupported } from "../errors.ts";
import { functionPartition } from "../functions/function-store.ts";
import type { LambdaOperation } from "../operation.ts";

const idAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Whose signatures functions trust; without a policy an untrusted package is deployed with a warning. */
export const createCodeSigningConfig: LambdaOperation<"CreateCodeSigningConfig"> = async (input, context) => {
  if (Object.keys(input.Tags ?? {}).length > 0) throw notSupported("tags of code signing configurations");
  const { account, region, host } = context;
  const config: SigningConfig = {
    account,
    region,
    id: `csc-${host.random.text(17, idAlphabet)}`,
    description: input.Description ?? "",
    publishers: input.AllowedPublishers.SigningProfileVersionArns ?? [],
    untrusted: input.CodeSigningPolicies?.UntrustedArtifactOnDeployment ?? "Warn",
    lastModifiedMs: host.clock.nowMs(),
  };
  await functionPartition(host.storage, context).write((tx) => signingConfigStore.put(tx, config));
  return { CodeSigningConfig: toSigningConfig(config) };
};
