import type { ServiceHost } from "../service.ts";
import { MessageBroker } from "./messages/message-broker.ts";
import { Registry } from "./registry/registry.ts";
import { RuleDirectory } from "./rules/rule-directory.ts";
import { RuleMetrics } from "./rules/rule-metrics.ts";
import { createRuleTaker } from "./rules/rule-taker.ts";
import { createShadowTaker } from "./shadows/shadow-taker.ts";

/** What AWS IoT keeps in memory. Its control plane and its data plane are two services of one state. */
export interface IotState {
  readonly registry: Registry;
  readonly broker: MessageBroker;
  readonly rules: RuleDirectory;
  readonly ruleMetrics: RuleMetrics;
}

/** One state for both services of a server, made by whichever is asked first. */
export function shareIotState(): (host: ServiceHost) => IotState {
  let state: IotState | undefined;
  return (host) => {
    state ??= createIotState(host);
    return state;
  };
}

function createIotState(host: ServiceHost): IotState {
  const broker = new MessageBroker();
  const rules = new RuleDirectory(host);
  const ruleMetrics = new RuleMetrics(host);
  broker.onMessage(createRuleTaker(host, rules, ruleMetrics));
  broker.onMessage(createShadowTaker(host, broker));
  return { registry: new Registry(host), broker, rules, ruleMetrics };
}

export async function stopIot({ ruleMetrics }: IotState): Promise<void> {
  await ruleMetrics.stop();
}
