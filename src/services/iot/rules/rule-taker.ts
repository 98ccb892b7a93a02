import type { ServiceHost } from "../../service.ts";
import { whenCalled } from "../../when-called.ts";
import type { DeviceLogs } from "../logging/device-logs.ts";
import type { DeviceMessage } from "../messages/device-message.ts";
import type { MessageTaker } from "../messages/message-broker.ts";
import { FirstTries } from "./first-tries.ts";
import type { KnownRule, KnownRules } from "./known-rules.ts";
import type { RuleDirectory } from "./rule-directory.ts";
import type { RuleMetrics } from "./rule-metrics.ts";

const runRules = whenCalled(async () => (await import("./run-rules.ts")).runRules);

const basicIngest = "$aws/rules/";

/** Takes the messages that rules wait for. Where the rules are in memory, one that none waits for costs a look at its topic's levels. */
export function createRuleTaker(
  host: ServiceHost,
  rules: RuleDirectory,
  metrics: RuleMetrics,
  logs: DeviceLogs,
): MessageTaker {
  const running = { host, metrics, logs, firstTries: new FirstTries(host, metrics) };
  const take = (message: DeviceMessage, known: KnownRules): Promise<void> | undefined => {
    if (message.topic.startsWith(basicIngest)) return takeDirect(message, known);
    const matching = known.byTopic.match(message.topic);
    return matching.length === 0 ? undefined : runRules(running, message, matching, message.topic);
  };
  /** Basic Ingest: one rule by its name, whatever its FROM says, and nobody else. */
  const takeDirect = (message: DeviceMessage, known: KnownRules): Promise<void> | undefined => {
    const [, , name = "", ...levels] = message.topic.split("/");
    const rule: KnownRule | undefined = known.byName.get(name);
    if (!rule) metrics.count(message, name, "RuleNotFound");
    if (!rule || rule.rule.isDisabled) return undefined;
    return runRules(running, message, [rule], levels.join("/"));
  };
  return (message) => {
    const known = rules.peek(message);
    if (known) return take(message, known);
    return rules.get(message).then((loaded) => take(message, loaded));
  };
}
