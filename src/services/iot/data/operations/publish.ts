import { checkTopic } from "../../messages/check-topic.ts";
import type { IotDataOperation } from "../operation.ts";

/** A message by HTTPS: fulfilled when it may be acknowledged. */
export const publish: IotDataOperation<"Publish"> = async (input, context) => {
  const { topic, qos = 0, retain = false, payload = new Uint8Array() } = input;
  checkTopic(topic, payload as Uint8Array);
  const { account, region, principal, request, host, state } = context;
  await state.broker.publish({
    account,
    region,
    topic: topic ?? "",
    payload: payload as Uint8Array,
    qos: qos === 1 ? 1 : 0,
    retain,
    publishedMs: host.clock.nowMs(),
    properties: undefined,
    source: { principal: principal.userId, sourceIp: request.sourceIp },
  });
  return {};
};
