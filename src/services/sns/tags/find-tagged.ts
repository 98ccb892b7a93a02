import { fail } from "../../../platform/aws-error.ts";
import { resourceDoesNotExist } from "../errors.ts";
import type { SnsContext } from "../operation.ts";
import { toTopicName } from "../topics/find-topic.ts";
import type { KnownTopic } from "../topics/topic-directory.ts";

/** Topics have tags, nothing else. Throws InvalidParameter, ResourceNotFound. */
export async function findTagged(context: SnsContext, arn: string | undefined): Promise<KnownTopic> {
  const name = toTopicName(arn ?? "", context, "ResourceArn");
  return (await context.state.topics.find(name)) ?? fail(resourceDoesNotExist());
}
