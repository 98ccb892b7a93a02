import { checkRequestSize } from "../code/check-request-size.ts";
import { checkUnzippedSize } from "../code/code-store.ts";
import { readCode } from "../code/read-code.ts";
import type { StoredCode } from "../code/stored-code.ts";
import { checkSignature } from "../code-signing/check-signature.ts";
import { imageForZip, notSupported, preconditionFailed } from "../errors.ts";
import { findVersion } from "../functions/find-version.ts";
import { isCodeUsed } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { toConfiguration } from "../functions/to-configuration.ts";
import { updateFunction } from "../functions/update-function.ts";
import { reportWithoutEffect } from "../functions/without-effect.ts";
import type { LambdaOperation } from "../operation.ts";
import { publish } from "../versions/publish.ts";

/** Replaces the code. Environments of the former code finish what they have; `DryRun` only checks. */
export const updateFunctionCode: LambdaOperation<"UpdateFunctionCode"> = async (input, context) => {
  checkRequestSize(context, "UpdateFunctionCode");
  if (input.PublishTo) throw notSupported("PublishTo");
  const { state, host } = context;
  const reference = parseFunctionName(input.FunctionName, context);
  const { family: existing } = await state.functions.require(reference);
  const { latest } = existing;
  if (input.RevisionId && input.RevisionId !== latest.revisionId) throw preconditionFailed();
  if (input.ImageUri) throw imageForZip();
  await checkSignature(context, reference.name, existing.codeSigning);
  const upload = await readCode(input, context);
  const architecture = input.Architectures?.[0] ?? latest.configuration.architecture;
  const checkSize = (code: Pick<StoredCode, "unzippedBytes">) => checkUnzippedSize(code, latest.configuration.layers);
  if (input.DryRun) {
    const code = await state.code.check(upload);
    checkSize(code);
    const configuration = { ...latest.configuration, architecture };
    return toConfiguration({ ...latest, configuration, code: { ...code, blob: latest.code.blob } });
  }
  const known = await state.code.take(upload, (code) => {
    checkSize(code);
    return updateFunction(
      context,
      reference,
      input.RevisionId,
      (stored) => ({ code, configuration: { ...stored.configuration, architecture } }),
      (family, tx) => (input.Publish ? publish(family, tx, {}, host.random) : Promise.resolve(family)),
    );
  });
  if (!isCodeUsed(known, latest.code.blob)) await state.code.remove(latest.code);
  if (input.Architectures) reportWithoutEffect(host.log, known.family.latest);
  if (!input.Publish) return toConfiguration(known.family.latest);
  const version = String(known.family.lastVersion);
  const published = findVersion(known, version);
  if (published.state.name === "Pending") state.activation.begin(published);
  return toConfiguration(published, version);
};
