import { withoutQualifier } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import type { LambdaOperation } from "../operation.ts";

/** The alias with its policy and settings. One that is not there is as good as deleted. */
export const deleteAlias: LambdaOperation<"DeleteAlias"> = async ({ FunctionName, Name }, context) => {
  const reference = parseFunctionName(FunctionName, context);
  const { state } = context;
  const former = (await state.functions.require({ ...reference, qualifier: undefined })).family;
  const { family } = await state.functions.update(reference, async (stored) => {
    const { [Name]: alias, ...aliases } = stored.aliases;
    return alias ? withoutQualifier({ ...stored, aliases }, Name) : stored;
  });
  state.urlIndex.set(family, former.urls);
  await state.provisioning.align(family.latest, Name);
  await state.concurrency.refresh(family.latest);
  return {};
};
