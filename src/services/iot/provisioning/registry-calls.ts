import { rootPrincipal } from "../../principal.ts";
import type { CallInput, CallOutput, OperationName, Place, ServiceHost } from "../../service.ts";
import type { Iot } from "../model.ts";

/** What a template does, it does by AWS IoT's own operations, in somebody's name. */
export type RegistryCall = <N extends OperationName<Iot>>(
  operation: N,
  input: CallInput<Iot, N>,
) => Promise<CallOutput<Iot, N>>;

/** In the name of the role that AWS IoT assumes to provision: what it may not do, the template cannot. */
export async function callAsRole(host: ServiceHost, at: Place, roleArn: string): Promise<RegistryCall> {
  const { principal } = await host.sessions.get({
    ...at,
    role: roleArn,
    sessionName: "iot-provisioning",
    service: "iot.amazonaws.com",
  });
  return (operation, input) => host.call("iot", operation, input, { ...at, principal }) as never;
}

/** For who has been let in to `RegisterThing`, which needs no other permission. */
export function callAsAccount(host: ServiceHost, at: Place): RegistryCall {
  const principal = rootPrincipal(at.account);
  return (operation, input) => host.call("iot", operation, input, { ...at, principal }) as never;
}
