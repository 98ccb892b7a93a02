import { type RetrySchedule, retryPhases } from "./retry-schedule.ts";

/** How deliveries to HTTP(S) endpoints are tried again, and how many there may be. Source: "Creating an HTTP/S delivery policy". */
export interface DeliveryPolicy {
  readonly healthyRetryPolicy: HealthyRetryPolicy;
  readonly throttlePolicy: ThrottlePolicy | null;
  readonly requestPolicy: RequestPolicy;
}

export interface HealthyRetryPolicy {
  readonly minDelayTarget: number;
  readonly maxDelayTarget: number;
  readonly numRetries: number;
  readonly numMaxDelayRetries: number;
  readonly numNoDelayRetries: number;
  readonly numMinDelayRetries: number;
  readonly backoffFunction: BackoffFunction;
}

export type BackoffFunction = "linear" | "arithmetic" | "geometric" | "exponential";

export interface ThrottlePolicy {
  readonly maxReceivesPerSecond: number;
}

export interface RequestPolicy {
  readonly headerContentType: string;
}

/** What a topic says, as `checkTopicDeliveryPolicy` has kept it. */
export interface TopicDeliveryPolicy {
  readonly defaultHealthyRetryPolicy?: Partial<HealthyRetryPolicy>;
  readonly disableSubscriptionOverrides: boolean;
  readonly defaultThrottlePolicy?: ThrottlePolicy;
  readonly defaultRequestPolicy?: RequestPolicy;
}

/** What a subscription says, as `checkSubscriptionDeliveryPolicy` has kept it. */
export interface SubscriptionDeliveryPolicy {
  readonly healthyRetryPolicy: HealthyRetryPolicy | null;
  readonly sicklyRetryPolicy: null;
  readonly throttlePolicy: ThrottlePolicy | null;
  readonly requestPolicy: RequestPolicy | null;
  readonly guaranteed: boolean;
}

export const defaultRetryPolicy: HealthyRetryPolicy = {
  minDelayTarget: 20,
  maxDelayTarget: 20,
  numRetries: 3,
  numMaxDelayRetries: 0,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  backoffFunction: "linear",
};

const defaultRequestPolicy: RequestPolicy = { headerContentType: "text/plain; charset=UTF-8" };

export function toTopicPolicy(json: string): TopicDeliveryPolicy {
  return (JSON.parse(json) as { http: TopicDeliveryPolicy }).http;
}

export function toSubscriptionPolicy(json: string): SubscriptionDeliveryPolicy {
  return JSON.parse(json) as SubscriptionDeliveryPolicy;
}

/** What counts: the subscription's, the topic's, the default. */
export function effectivePolicy(
  topic: TopicDeliveryPolicy | undefined,
  subscription?: SubscriptionDeliveryPolicy | undefined,
): DeliveryPolicy {
  const own = topic?.disableSubscriptionOverrides === true ? undefined : subscription;
  return {
    healthyRetryPolicy: own?.healthyRetryPolicy ?? { ...defaultRetryPolicy, ...topic?.defaultHealthyRetryPolicy },
    throttlePolicy: own?.throttlePolicy ?? topic?.defaultThrottlePolicy ?? null,
    requestPolicy: own?.requestPolicy ?? topic?.defaultRequestPolicy ?? defaultRequestPolicy,
  };
}

/** A topic's EffectiveDeliveryPolicy. */
export function toEffectiveTopicPolicy(topic: TopicDeliveryPolicy | undefined): string {
  const { healthyRetryPolicy, throttlePolicy, requestPolicy } = effectivePolicy(topic);
  return JSON.stringify({
    http: {
      defaultHealthyRetryPolicy: healthyRetryPolicy,
      disableSubscriptionOverrides: topic?.disableSubscriptionOverrides === true,
      ...(throttlePolicy && { defaultThrottlePolicy: throttlePolicy }),
      defaultRequestPolicy: requestPolicy,
    },
  });
}

/** A subscription's EffectiveDeliveryPolicy. */
export function toEffectiveSubscriptionPolicy({
  healthyRetryPolicy,
  throttlePolicy,
  requestPolicy,
}: DeliveryPolicy): string {
  return JSON.stringify({
    healthyRetryPolicy,
    sicklyRetryPolicy: null,
    throttlePolicy,
    requestPolicy,
    guaranteed: false,
  });
}

export function toSchedule(policy: HealthyRetryPolicy): RetrySchedule {
  const backoff = policy.numRetries - policy.numNoDelayRetries - policy.numMinDelayRetries - policy.numMaxDelayRetries;
  return retryPhases({
    immediate: policy.numNoDelayRetries,
    atFirst: policy.numMinDelayRetries,
    backoff: Math.max(backoff, 0),
    atLast: policy.numMaxDelayRetries,
    firstSeconds: policy.minDelayTarget,
    lastSeconds: policy.maxDelayTarget,
    backoffFunction: policy.backoffFunction,
  });
}
