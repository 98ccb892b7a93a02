import type { ServiceHost } from "../../service.ts";

/** Links that whoever gets a message may open, with a browser or a program. */
export function unsubscribeUrl({ config }: Pick<ServiceHost, "config">, subscriptionArn: string): string {
  return `${config.endpoint()}/?Action=Unsubscribe&SubscriptionArn=${subscriptionArn}`;
}

export function subscribeUrl({ config }: Pick<ServiceHost, "config">, topicArn: string, token: string): string {
  return `${config.endpoint()}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}`;
}
