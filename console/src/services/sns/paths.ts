import { nameOfArn } from "../../choices/choice.ts";

/** The addresses of a topic's and a subscription's pages. */
export function topicPath(arn: string): string {
  return `/console/sns/topics/${encodeURIComponent(arn)}`;
}

export function subscriptionPath(arn: string): string {
  return `/console/sns/subscriptions/${encodeURIComponent(arn)}`;
}

export function topicCrumbs(arn: string) {
  return [
    { text: "Topics", href: "/console/sns/topics" },
    { text: nameOfArn(arn), href: topicPath(arn) },
  ];
}

export function subscriptionCrumbs(arn: string) {
  return [
    { text: "Subscriptions", href: "/console/sns/subscriptions" },
    { text: nameOfArn(arn), href: subscriptionPath(arn) },
  ];
}

/** What one that is not confirmed yet has instead of an ARN. */
export function isConfirmed(subscriptionArn: string | undefined): subscriptionArn is string {
  return subscriptionArn?.startsWith("arn:") ?? false;
}
