import { checkUnzippedSize } from "../code/code-store.ts";
import { checkSignature } from "../code-signing/check-signature.ts";
import { checkDestination } from "../event-invoke/check-destination.ts";
import { checkRole } from "../functions/check-role.ts";
import { changeConfiguration } from "../functions/configuration.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { resolveVpc } from "../functions/resolve-vpc.ts";
import { toConfiguration } from "../functions/to-configuration.ts";
import { updateFunction } from "../functions/update-function.ts";
import { reportWithoutEffect } from "../functions/without-effect.ts";
import { resolveLayers } from "../layers/resolve-layers.ts";
import type { LambdaOperation } from "../operation.ts";

/** What the request names is changed, the rest stays. */
export const updateFunctionConfiguration: LambdaOperation<"UpdateFunctionConfiguration"> = async (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context);
  const { latest, codeSigning } = (await context.state.functions.require(reference)).family;
  const layers = input.Layers && (await resolveLayers(context, input.Layers));
  const proposed = changeConfiguration(latest.configuration, input, layers);
  if (layers) checkUnzippedSize(latest.code, layers);
  if (layers?.length) await checkSignature(context, reference.name, codeSigning);
  if (input.Role) await checkRole(context, reference.name, proposed);
  const vpc = input.VpcConfig && (await resolveVpc(context, reference.name, proposed)).vpc;
  if (input.DeadLetterConfig?.TargetArn) {
    const asked = { ...latest, configuration: proposed };
    await checkDestination(context, asked, input.DeadLetterConfig.TargetArn, "deadLetter");
  }
  const { family } = await updateFunction(context, reference, input.RevisionId, (stored) => {
    const configuration = changeConfiguration(stored.configuration, input, layers);
    return { configuration: input.VpcConfig ? { ...configuration, vpc } : configuration };
  });
  if (input.VpcConfig) reportWithoutEffect(context.host.log, family.latest);
  return toConfiguration(family.latest);
};
