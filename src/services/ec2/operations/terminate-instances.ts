import { invalidParameterCombination, protectedFrom, resourceNotFound } from "../errors.ts";
import { changeInstances } from "../instances/change-instances.ts";
import type { Ec2Operation } from "../operation.ts";

/** Ends instances for good, whatever state they are in. They are shown for an hour. */
export const terminateInstances: Ec2Operation<"TerminateInstances"> = async (input, context) => {
  if (!input.InstanceIds?.length) throw invalidParameterCombination("No instances specified");
  const change = {
    event: "terminate",
    refusal: resourceNotFound,
    check: ({ id, isTerminationProtected }: { readonly id: string; readonly isTerminationProtected: boolean }) => {
      if (isTerminationProtected) throw protectedFrom(id, "terminated");
    },
  } as const;
  return { TerminatingInstances: await changeInstances(input, change, context) };
};
