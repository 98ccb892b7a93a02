import type { ServiceHost } from "../../service.ts";
import { whenCalled } from "../../when-called.ts";
import type { DeviceMetrics } from "../connections/device-metrics.ts";
import type { MessageBroker, MessageTaker } from "../messages/message-broker.ts";

const answer = whenCalled(async () => (await import("./answer-message.ts")).answerMessage);

const begin = "$aws/things/";

/** Takes what devices ask of shadows by MQTT. */
export function createShadowTaker(host: ServiceHost, broker: MessageBroker, metrics: DeviceMetrics): MessageTaker {
  return (message) => {
    const { topic } = message;
    if (!topic.startsWith(begin) || !topic.includes("/shadow/", begin.length)) return undefined;
    const [, , thing = "", , ...rest] = topic.split("/");
    const shadow = rest.length === 3 && rest[0] === "name" ? rest[1] : rest.length === 1 ? "" : undefined;
    const verb = rest.at(-1);
    if (shadow === undefined || (verb !== "get" && verb !== "update" && verb !== "delete")) return undefined;
    metrics.chargeOperation(message, message.payload.byteLength);
    metrics.count(message, "MQTT", counters[verb]);
    return answer({ host, broker }, message, { account: message.account, region: message.region, thing, shadow }, verb);
  };
}

const counters = {
  get: "GetThingShadow.Accepted",
  update: "UpdateThingShadow.Accepted",
  delete: "DeleteThingShadow.Accepted",
} as const;
