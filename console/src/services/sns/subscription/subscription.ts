import { GetSubscriptionAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { type Live, useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import type { SubscriptionAttributes } from "./delivery-fields.tsx";

export function useSubscription(SubscriptionArn: string): Live<SubscriptionAttributes> {
  const client = useClient(SNSClient);
  return useLive(`sns/subscription/${SubscriptionArn}`, async () => {
    const { Attributes = {} } = await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    return Attributes;
  });
}
