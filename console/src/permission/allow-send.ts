import { GetQueueAttributesCommand, SetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { withStatement } from "../policy/with-statement.ts";

interface Sender {
  readonly principal: Readonly<Record<string, string>>;
  /** The topic or the rule. */
  readonly sourceArn: string;
}

/** Lets a topic or a rule send to a queue of this account, by a statement of the queue's policy. */
export async function allowSend(client: SQSClient, queueArn: string, { principal, sourceArn }: Sender): Promise<void> {
  const [, , , , account = "", name = ""] = queueArn.split(":");
  const QueueUrl = `${window.location.origin}/${account}/${name}`;
  const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["Policy"] }));
  const Policy = withStatement(Attributes?.Policy, {
    Sid: `send-${sourceArn}`,
    Effect: "Allow",
    Principal: principal,
    Action: "SQS:SendMessage",
    Resource: queueArn,
    Condition: { ArnLike: { "aws:SourceArn": sourceArn } },
  });
  await client.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
}
