import { type Arn, parseArn } from "../../../platform/arn.ts";
import { invalid, invalidParameter, notSupported } from "../errors.ts";
import { limits } from "../limits.ts";
import { isPhoneNumber } from "../phone-numbers/phone-number.ts";
import type { KnownTopic } from "../topics/topic-directory.ts";
import { type Protocol, protocols } from "./subscription.ts";

/** Throws InvalidParameter for what the topic cannot be subscribed by. Source: "Subscribe". */
export function checkEndpoint(
  topic: Pick<KnownTopic, "isFifo">,
  protocol: string,
  endpoint: string,
  account: string,
): Protocol {
  if (!isProtocol(protocol)) throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
  if (endpoint === "" || endpoint.length > limits.endpointLength) throw invalidParameter("Endpoint");
  switch (protocol) {
    case "http":
    case "https":
      if (!endpoint.startsWith(`${protocol}://`)) throw invalidParameter("Endpoint must match the specified protocol");
      if (!URL.canParse(endpoint)) throw invalidParameter("Unable to parse the endpoint URL");
      break;
    case "email":
    case "email-json":
      if (!/^[^\s@]{1,64}@[^\s@]{1,255}$/.test(endpoint)) throw invalidParameter("Email address");
      break;
    case "sms":
      if (!isPhoneNumber(endpoint)) throw invalid(`Invalid SMS endpoint: ${endpoint}`);
      break;
    case "sqs":
      checkQueue(topic, arnOf(endpoint, "sqs", "SQS endpoint ARN"));
      break;
    case "lambda":
      if (!arnOf(endpoint, "lambda", "Lambda endpoint ARN").resource.startsWith("function:"))
        throw invalidParameter("Lambda endpoint ARN");
      break;
    case "application":
      checkDevice(arnOf(endpoint, "sns", "ApplicationEndpoint ARN"), account);
      break;
    case "firehose":
      throw notSupported("Protocol", "the protocol firehose");
  }
  if (topic.isFifo && protocol !== "sqs")
    throw invalidParameter(`Invalid parameter: Endpoint Reason: Please use FIFO SQS queue`);
  return protocol;
}

function isProtocol(text: string): text is Protocol {
  return (protocols as readonly string[]).includes(text);
}

function checkQueue(topic: Pick<KnownTopic, "isFifo">, { resource }: Arn): void {
  if (resource.endsWith(".fifo") && !topic.isFifo) {
    const reason = "FIFO SQS Queues can not be subscribed to standard SNS topics";
    throw invalidParameter(`Invalid parameter: Endpoint Reason: ${reason}`);
  }
}

/** Nobody is asked whether a device wants the messages: it must be of the subscriber's own account. */
function checkDevice(arn: Arn, account: string): void {
  if (!arn.resource.startsWith("endpoint/") || arn.account !== account)
    throw invalidParameter("ApplicationEndpoint ARN");
}

function arnOf(endpoint: string, service: string, name: string): Arn {
  const arn = parseArn(endpoint);
  if (arn?.service !== service) throw invalidParameter(name);
  return arn;
}
