import { fail } from "../../../platform/aws-error.ts";
import type { ServiceHost } from "../../service.ts";
import { invalidParameter, subscriptionDoesNotExist, tooFewElements } from "../errors.ts";
import type { SnsContext } from "../operation.ts";
import { type TopicName, topicArn, topicsKey } from "../topics/topic.ts";
import { type Subscription, subscriptionArn } from "./subscription.ts";
import { subscriptionStore } from "./subscription-store.ts";

export interface SubscriptionName {
  readonly topic: TopicName;
  readonly id: string;
}

/** The subscription of a request's ARN, from storage. Throws InvalidParameter, NotFound. */
export async function findSubscription({ host, region }: SnsContext, arn: string | undefined): Promise<Subscription> {
  const name = toSubscriptionName(arn ?? "");
  if (name.topic.region !== region) throw subscriptionDoesNotExist();
  return (await readSubscription(host, name)) ?? fail(subscriptionDoesNotExist());
}

export function readSubscription(
  { storage }: Pick<ServiceHost, "storage">,
  { topic, id }: SubscriptionName,
): Promise<Subscription | undefined> {
  return storage.partition(topicsKey(topic)).read((tx) => subscriptionStore.find(tx, topic, topic.name, id));
}

/** Whose a subscription is. */
export async function readOwner(host: Pick<ServiceHost, "storage">, arn: string): Promise<string | undefined> {
  const name = splitSubscriptionArn(arn);
  return name && (await readSubscription(host, name))?.owner;
}

/** Throws InvalidParameter. */
export function toSubscriptionName(arn: string): SubscriptionName {
  const name = splitSubscriptionArn(arn);
  if (name) return name;
  if (arn.split(":").length < 6) throw tooFewElements("SubscriptionArn", arn);
  throw invalidParameter("SubscriptionId");
}

function splitSubscriptionArn(arn: string): SubscriptionName | undefined {
  const [, , , region = "", account = "", name = "", id, ...more] = arn.split(":", 9);
  if (id === undefined || id === "" || more.length > 0) return undefined;
  // The one form that permissions are asked for.
  if (arn !== subscriptionArn(topicArn({ account, region }, name), id)) return undefined;
  return { topic: { account, region, name }, id };
}
