import { invalidParameter } from "../errors.ts";
import { findVersion } from "../functions/find-version.ts";
import { type FunctionRecord, functionArn } from "../functions/function.ts";
import { type FunctionReference, parseFunctionName } from "../functions/function-name.ts";
import type { LambdaContext } from "../operation.ts";

/** The function, version or alias that a mapping is to call, in this account and region. Throws InvalidParameterValueException. */
export async function findMappedFunction(
  context: LambdaContext,
  name: string,
): Promise<{ reference: FunctionReference; record: FunctionRecord }> {
  const reference = parseFunctionName(name, context);
  const known = reference.account === context.account ? await context.state.functions.find(reference) : undefined;
  if (!known) throw invalidParameter("Function does not exist");
  if (known.family.latest.configuration.tenancy) {
    throw invalidParameter(`Tenant isolated functions have no event source mappings: ${functionArn(reference)}`);
  }
  return { reference, record: findVersion(known, reference.qualifier) };
}
