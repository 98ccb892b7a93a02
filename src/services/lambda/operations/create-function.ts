import { readCode } from "../code/read-code.ts";
import { functionAlreadyExists, notSupported } from "../errors.ts";
import { checkRole } from "../functions/check-role.ts";
import { checkTags } from "../functions/check-tags.ts";
import { createConfiguration } from "../functions/configuration.ts";
import type { FunctionRecord } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { putTags } from "../functions/function-store.ts";
import { toConfiguration } from "../functions/to-configuration.ts";
import type { LambdaOperation } from "../model.ts";

/** Creates the function as Pending; it becomes Active once its runtime is ready. */
export const createFunction: LambdaOperation<"CreateFunction"> = async (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context);
  if (input.PackageType === "Image") throw notSupported("container images");
  if (input.Publish) throw notSupported("publishing versions");
  if (input.CodeSigningConfigArn) throw notSupported("code signing");
  if (input.TenancyConfig) throw notSupported("TenancyConfig");
  const configuration = createConfiguration(input);
  checkTags(input.Tags ?? {});
  await checkRole(context, reference.name, configuration);
  const { state, host } = context;
  if (await state.functions.find(reference)) throw functionAlreadyExists(reference.name);
  const { zip, direct } = await readCode(input.Code, context);
  const code = await state.code.add(zip, { direct });
  if (configuration.architecture === "arm64" && process.arch !== "arm64") {
    host.log.warn("the architecture arm64 has no effect on this machine", { function: reference.name });
  }
  const record = await state.functions.change(reference, async (existing, tx) => {
    if (existing) throw functionAlreadyExists(reference.name);
    if (input.Tags) await putTags(tx, reference.name, input.Tags);
    return {
      account: reference.account,
      region: reference.region,
      name: reference.name,
      configuration,
      code,
      revisionId: host.random.uuid(),
      lastModifiedMs: host.clock.nowMs(),
      state: { name: "Pending" },
      lastUpdate: { status: "Successful" },
    } satisfies FunctionRecord;
  });
  state.activation.begin(record);
  return toConfiguration(record);
};
