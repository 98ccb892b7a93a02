import { GetTopicAttributesCommand, SetTopicAttributesCommand, type SNSClient } from "@aws-sdk/client-sns";
import { withStatement } from "../policy/with-statement.ts";

/** Lets a service publish to a topic for one of its resources, by a statement of the topic's policy. */
export async function allowPublish(
  client: SNSClient,
  TopicArn: string,
  { service, sourceArn }: { readonly service: string; readonly sourceArn: string },
): Promise<void> {
  const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn }));
  const AttributeValue = withStatement(Attributes?.Policy, {
    Sid: `publish-${sourceArn.replace(/[^A-Za-z0-9]/g, "-")}`,
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sns:Publish",
    Resource: TopicArn,
    Condition: { ArnEquals: { "aws:SourceArn": sourceArn } },
  });
  await client.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: "Policy", AttributeValue }));
}
