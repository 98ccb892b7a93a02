import type { ServiceHost } from "../../service.ts";
import { whenCalled } from "../../when-called.ts";
import type { MessageBroker, MessageTaker } from "../messages/message-broker.ts";

const answer = whenCalled(async () => (await import("./answer-device.ts")).answerDevice);

const begin = "$aws/things/";

/** Takes what devices ask of their jobs by MQTT. Source: "Jobs device MQTT API". */
export function createJobTaker(host: ServiceHost, broker: MessageBroker): MessageTaker {
  return (message) => {
    const { topic } = message;
    if (!topic.startsWith(begin) || !topic.includes("/jobs/", begin.length)) return undefined;
    const [, , , , ...rest] = topic.split("/");
    const [first = "", second, ...others] = rest;
    if (others.length > 0) return undefined;
    if (second === undefined && (first === "get" || first === "start-next"))
      return answer({ host, broker }, message, first, "");
    if (second === "get" || second === "update")
      return answer({ host, broker }, message, second === "get" ? "describe" : "update", first);
    return undefined;
  };
}
