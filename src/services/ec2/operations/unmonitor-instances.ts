import { setMonitoring } from "../instances/set-monitoring.ts";
import type { Ec2Operation } from "../operation.ts";

export const unmonitorInstances: Ec2Operation<"UnmonitorInstances"> = async (input, context) => ({
  InstanceMonitorings: await setMonitoring(input, false, context),
});
