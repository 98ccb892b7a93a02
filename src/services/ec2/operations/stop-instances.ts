import { incorrectState, notSupported, protectedFrom } from "../errors.ts";
import { changeInstances } from "../instances/change-instances.ts";
import type { Ec2Operation } from "../operation.ts";

/** Stops what runs; what is stopped stays as it is. */
export const stopInstances: Ec2Operation<"StopInstances"> = async (input, context) => {
  if (input.Hibernate) throw notSupported("Hibernate");
  const change = {
    event: "stop",
    refusal: (id: string) => incorrectState(id, "stopped"),
    check: ({ id, isStopProtected }: { readonly id: string; readonly isStopProtected: boolean }) => {
      if (isStopProtected) throw protectedFrom(id, "stopped");
    },
  } as const;
  return { StoppingInstances: await changeInstances(input, change, context) };
};
