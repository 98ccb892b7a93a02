import type { ServiceHost } from "../service.ts";
import { MessageBroker } from "./messages/message-broker.ts";
import { Registry } from "./registry/registry.ts";

/** What AWS IoT keeps in memory. Its control plane and its data plane are two services of one state. */
export interface IotState {
  readonly registry: Registry;
  readonly broker: MessageBroker;
}

/** One state for both services of a server, made by whichever is asked first. */
export function shareIotState(): (host: ServiceHost) => IotState {
  let state: IotState | undefined;
  return (host) => {
    state ??= { registry: new Registry(host), broker: new MessageBroker() };
    return state;
  };
}
