import { invalidParameter, versionHasAliases } from "../errors.ts";
import { isCodeUsed, latestVersion, withoutQualifier } from "../functions/function.ts";
import { type FunctionReference, parseFunctionName } from "../functions/function-name.ts";
import type { LambdaContext, LambdaOperation } from "../operation.ts";
import { versionStore } from "../versions/version-store.ts";

/** The function with its versions, aliases, policies, tags, code and waiting events, or one version. Its log stays, as on AWS. */
export const deleteFunction: LambdaOperation<"DeleteFunction"> = async ({ FunctionName, Qualifier }, context) => {
  const reference = parseFunctionName(FunctionName, context, Qualifier);
  if (reference.qualifier === latestVersion) {
    throw invalidParameter("$LATEST version cannot be deleted without deleting the function.");
  }
  if (reference.qualifier !== undefined) await deleteVersion(context, reference, reference.qualifier);
  else await deleteAll(context, reference);
  return { StatusCode: 204 };
};

async function deleteAll({ state }: LambdaContext, reference: FunctionReference): Promise<void> {
  const { family, versions } = await state.functions.remove(reference);
  const records = [family.latest, ...versions.values()];
  for (const qualifier of Object.keys(family.provisioned)) {
    await state.provisioning.align(family.latest, qualifier);
  }
  for (const record of records) await state.fleets.remove(record);
  await state.urlIndex.removed(family);
  await state.events.remove(family.latest);
  state.developed.of(family.latest)?.end("The function has been deleted.");
  await state.concurrency.refresh(family.latest);
  state.concurrency.peek(family.latest)?.forget(family.latest);
  for (const blob of new Set(records.map(({ code }) => code))) await state.code.remove(blob);
}

/** One that is not there is as good as deleted: AWS answers 204. */
async function deleteVersion({ state }: LambdaContext, reference: FunctionReference, qualifier: string): Promise<void> {
  if (!/^\d+$/.test(qualifier)) throw invalidParameter("Deletion of aliases is not currently supported.");
  // A missing function is told without the version.
  const known = await state.functions.require({ ...reference, qualifier: undefined });
  const record = known.versions.get(qualifier);
  if (!record) return;
  const left = await state.functions.update(reference, async (family, tx) => {
    const aliases = Object.values(family.aliases).filter(
      ({ version, routing }) => version === qualifier || routing?.version === qualifier,
    );
    if (aliases.length > 0) throw versionHasAliases(aliases.map(({ name }) => name));
    await versionStore.remove(tx, reference.name, qualifier);
    return withoutQualifier(family, qualifier);
  });
  await state.provisioning.align(record, qualifier);
  await state.fleets.remove(record);
  await state.concurrency.refresh(record);
  if (!isCodeUsed(left, record.code.blob)) await state.code.remove(record.code);
}
