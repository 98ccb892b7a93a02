import { checkRequestSize } from "../code/check-request-size.ts";
import { checkUnzippedSize } from "../code/code-store.ts";
import { readCode } from "../code/read-code.ts";
import { checkSignature } from "../code-signing/check-signature.ts";
import {
  codeStorageExceeded,
  crossAccountAccess,
  functionAlreadyExists,
  functionNameHasQualifier,
  functionNameTooLong,
  notSupported,
} from "../errors.ts";
import { checkDestination } from "../event-invoke/check-destination.ts";
import { checkRole } from "../functions/check-role.ts";
import { checkTags } from "../functions/check-tags.ts";
import { createConfiguration } from "../functions/configuration.ts";
import { createFamily, type FunctionRecord, latestVersion } from "../functions/function.ts";
import { type FunctionReference, parseFunctionName } from "../functions/function-name.ts";
import { functionStore } from "../functions/function-store.ts";
import { resolveVpc } from "../functions/resolve-vpc.ts";
import { toConfiguration } from "../functions/to-configuration.ts";
import { reportWithoutEffect } from "../functions/without-effect.ts";
import { resolveLayers } from "../layers/resolve-layers.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../operation.ts";
import { publish } from "../versions/publish.ts";

/** Creates the function as Pending; it becomes Active once its runtime is ready. */
export const createFunction: LambdaOperation<"CreateFunction"> = async (input, context) => {
  checkRequestSize(context, "CreateFunction");
  const reference = parseFunctionName(input.FunctionName, context);
  checkName(reference, input.FunctionName, context.account);
  if (input.PackageType === "Image") throw notSupported("container images");
  if (input.PublishTo) throw notSupported("PublishTo");
  const layers = input.Layers && (await resolveLayers(context, input.Layers));
  const asked = createConfiguration(input, layers);
  checkTags(input.Tags ?? {});
  await checkRole(context, reference.name, asked);
  const configuration = await resolveVpc(context, reference.name, asked);
  const { state, host } = context;
  if (await state.functions.find(reference)) throw functionAlreadyExists(reference.name);
  await checkSignature(context, reference.name, input.CodeSigningConfigArn);
  const created = await state.code.take(await readCode(input.Code, context), async (code) => {
    const record: FunctionRecord = {
      account: reference.account,
      region: reference.region,
      name: reference.name,
      id: host.random.uuid(),
      version: latestVersion,
      configuration,
      code,
      revisionId: host.random.uuid(),
      lastModifiedMs: host.clock.nowMs(),
      state: { name: "Pending" },
      lastUpdate: { status: "Successful" },
    };
    checkUnzippedSize(code, configuration.layers);
    if (configuration.deadLetterArn) {
      await checkDestination(context, record, configuration.deadLetterArn, "deadLetter");
    }
    return state.functions.change(reference, async (existing, tx) => {
      if (existing) throw functionAlreadyExists(reference.name);
      const { codeBytes } = await functionStore.usage(tx);
      if (codeBytes + code.sizeBytes > limits.codeStorageBytes) throw codeStorageExceeded();
      const family = createFamily(record, input.Tags ?? {}, input.CodeSigningConfigArn);
      return input.Publish ? publish(family, tx, {}, host.random) : family;
    });
  });
  const { family, versions } = created;
  for (const version of [family.latest, ...versions.values()]) state.activation.begin(version);
  reportWithoutEffect(host.log, family.latest);
  return toConfiguration(versions.get(String(family.lastVersion)) ?? family.latest);
};

function checkName({ account, name, qualifier }: FunctionReference, text: string, own: string): void {
  if (name.length > limits.functionNameCharacters) throw functionNameTooLong(text);
  if (qualifier !== undefined) throw functionNameHasQualifier(text);
  if (account !== own) throw crossAccountAccess();
}
