import type { ServiceHost } from "../service.ts";
import { CertificatePlaces } from "./certificates/certificate-places.ts";
import { Connections } from "./connections/connections.ts";
import { DeviceMetrics } from "./connections/device-metrics.ts";
import { createJobTaker } from "./jobs/job-taker.ts";
import { DeviceLogs } from "./logging/device-logs.ts";
import { MessageBroker, sessionWake } from "./messages/message-broker.ts";
import { NodeMessages } from "./messages/node-messages.ts";
import { RetainedMessages } from "./messages/retained-messages.ts";
import { createProvisioningTaker } from "./provisioning/provisioning-taker.ts";
import { Registry } from "./registry/registry.ts";
import { RegistryCache } from "./registry/registry-cache.ts";
import { RuleDirectory } from "./rules/rule-directory.ts";
import { RuleMetrics } from "./rules/rule-metrics.ts";
import { createRuleTaker } from "./rules/rule-taker.ts";
import { Sessions } from "./sessions/sessions.ts";
import { Wills } from "./sessions/wills.ts";
import { createShadowTaker } from "./shadows/shadow-taker.ts";

/** What AWS IoT keeps in memory. Its control plane and its data plane are two services of one state. */
export interface IotState {
  readonly registry: Registry;
  readonly cache: RegistryCache;
  readonly places: CertificatePlaces;
  readonly broker: MessageBroker;
  readonly connections: Connections;
  readonly sessions: Sessions;
  readonly wills: Wills;
  readonly retained: RetainedMessages;
  readonly rules: RuleDirectory;
  readonly ruleMetrics: RuleMetrics;
  readonly metrics: DeviceMetrics;
  readonly logs: DeviceLogs;
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
  const sessions = new Sessions(host);
  const retained = new RetainedMessages(host);
  const nodes = new NodeMessages(host);
  const wakeSession = (client: string) => connections.find(client)?.session?.pump();
  const broker = new MessageBroker({ host, sessions, retained, nodes, wakeSession });
  const cache = new RegistryCache(host);
  const logs = new DeviceLogs(host, cache);
  const metrics = new DeviceMetrics(host);
  const wills = new Wills(host, broker);
  const connections = new Connections(host, { broker, sessions, wills, retained, metrics, logs });
  host.wakes.onWake(sessionWake, wakeSession);
  const rules = new RuleDirectory(host);
  const ruleMetrics = new RuleMetrics(host);
  broker.onMessage(createRuleTaker(host, rules, ruleMetrics, logs));
  broker.onMessage(createShadowTaker(host, broker, metrics));
  broker.onMessage(createJobTaker(host, broker));
  const registry = new Registry(host);
  const places = new CertificatePlaces(host);
  broker.onMessage(createProvisioningTaker(host, { broker, registry, places }));
  return {
    registry,
    cache,
    places,
    broker,
    connections,
    sessions,
    wills,
    retained,
    rules,
    ruleMetrics,
    metrics,
    logs,
  };
}

/** Whoever is connected is told that the server ends. */
export async function stopIot({ connections, ruleMetrics, metrics, logs }: IotState): Promise<void> {
  await connections.end();
  await metrics.stop();
  await logs.stop();
  await ruleMetrics.stop();
}
