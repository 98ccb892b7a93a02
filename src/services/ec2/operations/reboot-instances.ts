import { incorrectState } from "../errors.ts";
import { changeInstances } from "../instances/change-instances.ts";
import type { Ec2Operation } from "../operation.ts";

/** What runs goes on running: nothing is seen of a reboot from outside. */
export const rebootInstances: Ec2Operation<"RebootInstances"> = async (input, context) => {
  await changeInstances(input, { event: "reboot", refusal: (id) => incorrectState(id, "rebooted") }, context);
  return {};
};
