import { incorrectState, notSupported } from "../errors.ts";
import { changeInstances } from "../instances/change-instances.ts";
import type { Ec2Operation } from "../operation.ts";

/** Starts what is stopped; what runs stays as it is. */
export const startInstances: Ec2Operation<"StartInstances"> = async (input, context) => {
  if (input.AdditionalInfo !== undefined) throw notSupported("AdditionalInfo");
  const change = { event: "start", refusal: (id: string) => incorrectState(id, "started") } as const;
  return { StartingInstances: await changeInstances(input, change, context) };
};
