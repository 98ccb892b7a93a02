import { ownValue } from "../../../platform/own-value.ts";
import { type AliasRecord, aliasKey } from "../aliases/alias.ts";
import { type FunctionFamily, withoutQualifier } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { limits } from "../limits.ts";
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
    return alias ? loseUrl(withoutQualifier({ ...stored, aliases }, Name), stored, Name) : stored;
  });
  await state.urlIndex.removed(former, family);
  await state.provisioning.align(family.latest, Name);
  await state.concurrency.refresh(family.latest);
  if (removed) await state.events.remove(family.latest, aliasKey(removed));
  return {};
};

/** The URL stays the function's, and refuses whoever calls it, as recorded of AWS. */
function loseUrl(family: FunctionFamily, { urls }: FunctionFamily, name: string): FunctionFamily {
  const id = ownValue(urls, name)?.id;
  return id === undefined ? family : { ...family, lostUrls: [...(family.lostUrls ?? []), id].slice(-limits.lostUrls) };
}
