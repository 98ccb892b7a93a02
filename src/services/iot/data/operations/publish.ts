import type { PublishCommandInput } from "@aws-sdk/client-iot-data-plane";
import { invalidRequest } from "../../errors.ts";
import { checkTopic } from "../../messages/check-topic.ts";
import type { MessageProperties } from "../../messages/device-message.ts";
import { readRepublished } from "../../messages/republished.ts";
import type { IotDataOperation } from "../operation.ts";

/** A message by HTTPS: fulfilled when it may be acknowledged. */
export const publish: IotDataOperation<"Publish"> = async (input, context) => {
  const { topic, qos = 0, retain = false, payload = new Uint8Array() } = input;
  checkTopic(topic, payload as Uint8Array);
  const { account, region, principal, request, host, state } = context;
  state.metrics.count(context, "HTTP", "PublishIn.Success");
  state.metrics.chargeMessage(context, topic ?? "", (payload as Uint8Array).byteLength);
  const republished = readRepublished(request.headers["x-amzn-trace-id"]);
  await state.broker.publish({
    account,
    region,
    topic: topic ?? "",
    payload: payload as Uint8Array,
    qos: qos === 1 ? 1 : 0,
    retain,
    publishedMs: host.clock.nowMs(),
    properties: propertiesOf(input),
    source: {
      principal: principal.userId,
      sourceIp: request.sourceIp,
      ...(republished !== undefined && { republished }),
    },
  });
  return {};
};

type Given = Pick<
  PublishCommandInput,
  "contentType" | "responseTopic" | "correlationData" | "payloadFormatIndicator" | "messageExpiry" | "userProperties"
>;

/** What MQTT 5 says of a message beside. */
function propertiesOf(given: Given): MessageProperties | undefined {
  const { contentType, responseTopic, correlationData, payloadFormatIndicator, messageExpiry, userProperties } = given;
  const properties: MessageProperties = {
    ...(contentType !== undefined && { contentType }),
    ...(responseTopic !== undefined && { responseTopic }),
    ...(correlationData !== undefined && { correlationData: Buffer.from(correlationData, "base64") }),
    ...(payloadFormatIndicator !== undefined && { isUtf8: payloadFormatIndicator === "UTF8_DATA" }),
    ...(messageExpiry !== undefined && messageExpiry > 0 && { messageExpirySeconds: messageExpiry }),
    ...(userProperties !== undefined && { userProperties: toUserProperties(userProperties) }),
  };
  return Object.keys(properties).length > 0 ? properties : undefined;
}

/** A list of objects of one member each, in JSON. */
function toUserProperties(given: unknown): (readonly [string, string])[] {
  let list = given;
  try {
    if (typeof given === "string") list = JSON.parse(given);
  } catch {
    list = undefined;
  }
  const entries = Array.isArray(list) ? list.map((each: unknown) => Object.entries(each ?? {})) : [];
  const isOfForm = entries.every((each) => each.length === 1 && typeof each[0]?.[1] === "string");
  if (!Array.isArray(list) || !isOfForm) throw invalidRequest("Invalid user properties");
  return entries.flat() as [string, string][];
}
