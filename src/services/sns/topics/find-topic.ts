import { fail } from "../../../platform/aws-error.ts";
import type { Place } from "../../service.ts";
import { invalidParameter, tooFewElements, topicDoesNotExist } from "../errors.ts";
import type { SnsContext } from "../operation.ts";
import { type TopicName, topicArn } from "./topic.ts";
import type { KnownTopic } from "./topic-directory.ts";

/** The topic of a request's ARN. Throws InvalidParameter, NotFound. */
export async function findTopic(
  context: SnsContext,
  arn: string | undefined,
  parameter = "TopicArn",
): Promise<KnownTopic> {
  const name = toTopicName(arn ?? "", context, parameter);
  return (await context.state.topics.find(name)) ?? fail(topicDoesNotExist());
}

/** A topic is used where it is, by whichever account. Throws InvalidParameter. */
export function toTopicName(arn: string, at: Place, parameter = "TopicArn"): TopicName {
  const [, , , region = "", account = "", name = "", ...more] = arn.split(":");
  if (arn.split(":").length < 6) throw tooFewElements(parameter, arn);
  // Permissions were asked for the ARN as it stands: what names the topic in another way, with a strange partition, must not be taken for it.
  if (region !== at.region || more.length > 0 || arn !== topicArn({ account, region }, name))
    throw invalidParameter(parameter);
  return { account, region, name };
}
