import { unreservedAfter } from "../concurrency/check-claim.ts";
import { invalidParameterOfNobody, qualifierNotAllowed } from "../errors.ts";
import { latestVersion, provisionedTotal } from "../functions/function.ts";
import { parseFunctionName } from "../functions/function-name.ts";
import { limits } from "../limits.ts";
import type { LambdaOperation } from "../operation.ts";

/** Concurrency that the function has for itself and cannot go beyond; 0 stops it. Source: "Configuring reserved concurrency for a function". */
export const putFunctionConcurrency: LambdaOperation<"PutFunctionConcurrency"> = async (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context);
  if (reference.qualifier !== undefined) throw qualifierNotAllowed();
  const { state } = context;
  const reservedConcurrency = input.ReservedConcurrentExecutions;
  // Of a function that is not there AWS names the version, here alone.
  await state.functions.require({ ...reference, qualifier: latestVersion });
  const { family } = await state.functions.update(reference, async (former, tx) => {
    const changed = { ...former, reservedConcurrency };
    const { enough } = await unreservedAfter(tx, former, changed, state.settings.concurrentExecutions);
    if (!enough) {
      throw invalidParameterOfNobody(
        `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${limits.unreservedConcurrency}].`,
      );
    }
    const provisioned = provisionedTotal(former.provisioned);
    if (provisioned > reservedConcurrency) {
      throw invalidParameterOfNobody(
        ` ReservedConcurrentExecutions  ${reservedConcurrency} should not be lower than function's total provisioned concurrency [${provisioned}].`,
      );
    }
    return changed;
  });
  await state.concurrency.refresh(family.latest);
  return { ReservedConcurrentExecutions: reservedConcurrency };
};
