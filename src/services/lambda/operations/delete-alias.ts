import { type AliasRecord, aliasKey } from "../aliases/alias.ts";
import { withoutQualifier } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import type { LambdaOperation } from "../operation.ts";

/** The alias with its policy, settings and waiting events. One that is not there is as good as deleted. */
export const deleteAlias: LambdaOperation<"DeleteAlias"> = async ({ FunctionName, Name }, context) => {
  const reference = parseFunctionName(FunctionName, context);
  const { state } = context;
  const former = (await state.functions.require({ ...reference, qualifier: undefined })).family;
  let removed: AliasRecord | undefined;
  const { family } = await state.functions.update(reference, async (stored) => {
    const { [Name]: alias, ...aliases } = stored.aliases;
    removed = alias;
    return alias ? withoutQualifier({ ...stored, aliases }, Name) : stored;
  });
  await state.urlIndex.removed(former.urls, family.urls);
  await state.provisioning.align(family.latest, Name);
  await state.concurrency.refresh(family.latest);
  if (removed) await state.events.remove(family.latest, aliasKey(removed));
  return {};
};
