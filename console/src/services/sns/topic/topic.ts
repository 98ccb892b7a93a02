import { GetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { type Live, useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";

export type TopicAttributes = Readonly<Partial<Record<string, string>>>;

export function useTopic(TopicArn: string): Live<TopicAttributes> {
  const client = useClient(SNSClient);
  return useLive(`sns/topic/${TopicArn}`, async (abortSignal) => {
    const { Attributes = {} } = await client.send(new GetTopicAttributesCommand({ TopicArn }), { abortSignal });
    return Attributes;
  });
}

export function isFifoTopic(arn: string): boolean {
  return arn.endsWith(".fifo");
}

export function typeOfTopic(arn: string): "FIFO" | "Standard" {
  return isFifoTopic(arn) ? "FIFO" : "Standard";
}
