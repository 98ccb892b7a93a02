import { applicationStore } from "../applications/application-store.ts";
import { toEndpointName } from "../applications/find-application.ts";
import { applicationsKey } from "../applications/platform-application.ts";
import { pushToEndpoint } from "../applications/push-to-endpoint.ts";
import { applicationIsDisabled, endpointIsDisabled, invalidParameter } from "../errors.ts";
import { limits } from "../limits.ts";
import { bytesOf, checkForKind, checkMessage } from "../messages/check-message.ts";
import { publishMessages } from "../messages/publish-messages.ts";
import { toMessage } from "../messages/to-message.ts";
import type { SnsContext, SnsOperation } from "../operation.ts";
import { isPhoneNumber } from "../phone-numbers/phone-number.ts";
import { sendSms } from "../phone-numbers/send-sms.ts";
import { findTopic } from "../topics/find-topic.ts";

type PublishInput = Parameters<SnsOperation<"Publish">>[0];

/** To a topic, a phone or a device. A topic may be named by TargetArn, too. */
export const publish: SnsOperation<"Publish"> = async (input, context) => {
  const { TopicArn, TargetArn, PhoneNumber } = input;
  checkMessage(input);
  const bytes = bytesOf(input);
  if (bytes > limits.messageBytes) throw invalidParameter("Message too long");
  const targets = [TopicArn, TargetArn, PhoneNumber].filter((target) => target !== undefined);
  if (targets.length > 1) throw invalidParameter("Only one of TopicArn, TargetArn or PhoneNumber may be given");
  if (PhoneNumber !== undefined) return toPhone(PhoneNumber, input, context);
  if (TargetArn !== undefined && /:endpoint\//.test(TargetArn)) return toDevice(TargetArn, input, context);
  const topic = await findTopic(context, TopicArn ?? TargetArn, TargetArn === undefined ? "TopicArn" : "TargetArn");
  checkForKind(input, topic);
  const message = toMessage(input, context, { isFifo: topic.isFifo });
  const [taken] = await publishMessages(context, topic, [message]);
  context.state.metering.published(topic, [bytes]);
  return { MessageId: taken?.id, SequenceNumber: taken?.sequenceNumber };
};

async function toPhone(number: string, input: PublishInput, context: SnsContext) {
  if (!isPhoneNumber(number)) throw invalidParameter(`PhoneNumber Reason: ${number} is not valid to publish to`);
  const message = toMessage(input, context);
  const { body, bodies } = message;
  if (Buffer.byteLength(bodies?.sms ?? body) > limits.smsBytes) throw invalidParameter("Message too long");
  await sendSms(context, context, { to: number, body: bodies?.sms ?? body, message });
  return { MessageId: message.id };
}

async function toDevice(arn: string, input: PublishInput, context: SnsContext) {
  const noEndpoint = () => invalidParameter("TargetArn Reason: No endpoint found for the target arn specified");
  const place = { account: arn.split(":", 5)[4] ?? "", region: context.region };
  const wrongForm = arn.split("/").length !== 4;
  if (wrongForm) throw noEndpoint();
  const { application, id } = toEndpointName(arn, place, "TargetArn");
  const [platform = "", name = ""] = application.split("/");
  const { endpoint, found } = await context.host.storage.partition(applicationsKey(place)).read(async (tx) => ({
    endpoint: await applicationStore.findEndpoint(tx, application, id),
    found: await applicationStore.find(tx, platform, name),
  }));
  if (!endpoint) throw noEndpoint();
  if (found?.attributes.Enabled?.toLowerCase() === "false") throw applicationIsDisabled();
  if (endpoint.attributes.Enabled?.toLowerCase() !== "true") throw endpointIsDisabled();
  const message = toMessage(input, context, { needsDefault: false });
  if (message.bodies && message.bodies[platform] === undefined && message.body === input.Message)
    throw invalidParameter("Message Structure - No default entry in JSON message body");
  await pushToEndpoint(context, { endpoint: arn, message });
  return { MessageId: message.id };
}
