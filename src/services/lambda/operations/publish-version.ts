import { findVersion } from "../functions/find-version.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { toConfiguration } from "../functions/to-configuration.ts";
import { checkNotUpdating, settleCreation } from "../functions/update-function.ts";
import type { LambdaOperation } from "../operation.ts";
import { publish } from "../versions/publish.ts";

/** An immutable version of the function as it is now. */
export const publishVersion: LambdaOperation<"PublishVersion"> = async (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context);
  const { state, host } = context;
  await settleCreation(state, reference);
  const known = await state.functions.update(reference, async (family, tx) => {
    checkNotUpdating(family.latest);
    return publish(family, tx, input, host.random);
  });
  const version = String(known.family.lastVersion);
  const record = findVersion(known, version);
  if (record.state.name === "Pending") state.activation.begin(record);
  return toConfiguration(record, version);
};
