import { setMonitoring } from "../instances/set-monitoring.ts";
import type { Ec2Operation } from "../operation.ts";

export const monitorInstances: Ec2Operation<"MonitorInstances"> = async (input, context) => ({
  InstanceMonitorings: await setMonitoring(input, true, context),
});
