import type { AwsError } from "../../../platform/aws-error.ts";
import { limits } from "../limits.ts";
import {
  defaultRetryPolicy,
  type HealthyRetryPolicy,
  type RequestPolicy,
  type SubscriptionDeliveryPolicy,
  type ThrottlePolicy,
  type TopicDeliveryPolicy,
} from "./delivery-policy.ts";

/** Makes the refusal of what a policy says. */
export type Refuse = (reason: string) => AwsError;

/** Gives a topic's policy as it is kept. Throws. Source: "Creating an HTTP/S delivery policy". */
export function checkTopicDeliveryPolicy(json: string, refuse: Refuse): string {
  const { http, ...others } = toMap(parse(json, refuse), refuse);
  refuseOthers(others, refuse);
  const {
    defaultHealthyRetryPolicy,
    disableSubscriptionOverrides,
    defaultThrottlePolicy,
    defaultRequestPolicy,
    ...more
  } = toMap(http, refuse);
  refuseSickly(more, "defaultSicklyRetryPolicy", refuse);
  if (disableSubscriptionOverrides !== undefined && typeof disableSubscriptionOverrides !== "boolean")
    throw refuse("disableSubscriptionOverrides must be a boolean");
  const retries = isNothing(defaultHealthyRetryPolicy) ? undefined : checkRetries(defaultHealthyRetryPolicy, refuse);
  const throttle = checkThrottle(defaultThrottlePolicy, refuse);
  const request = checkRequest(defaultRequestPolicy, refuse);
  const policy: TopicDeliveryPolicy = {
    ...(retries && { defaultHealthyRetryPolicy: retries.given }),
    disableSubscriptionOverrides: disableSubscriptionOverrides === true,
    ...(throttle && { defaultThrottlePolicy: throttle }),
    ...(request && { defaultRequestPolicy: request }),
  };
  return JSON.stringify({ http: policy });
}

/** Gives a subscription's policy as it is kept. Throws. */
export function checkSubscriptionDeliveryPolicy(json: string, refuse: Refuse): string {
  const { healthyRetryPolicy, throttlePolicy, requestPolicy, guaranteed, ...more } = toMap(parse(json, refuse), refuse);
  refuseSickly(more, "sicklyRetryPolicy", refuse);
  if (guaranteed === true) throw refuse("guaranteed deliveries are not supported");
  const retries = isNothing(healthyRetryPolicy) ? undefined : checkRetries(healthyRetryPolicy, refuse);
  const policy: SubscriptionDeliveryPolicy = {
    healthyRetryPolicy: retries?.complete ?? null,
    sicklyRetryPolicy: null,
    throttlePolicy: checkThrottle(throttlePolicy, refuse) ?? null,
    requestPolicy: checkRequest(requestPolicy, refuse) ?? null,
    guaranteed: false,
  };
  return JSON.stringify(policy);
}

function checkRetries(value: unknown, refuse: Refuse) {
  const given = toMap(value, refuse);
  const known = Object.keys(defaultRetryPolicy);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) throw refuse(`unknown attribute ${unknown}`);
  for (const [name, number] of Object.entries(given)) {
    if (name === "backoffFunction") continue;
    const most = name.endsWith("DelayTarget") ? limits.httpDelaySeconds : limits.httpRetries;
    const least = name.endsWith("DelayTarget") ? 1 : 0;
    if (!Number.isInteger(number) || (number as number) < least || (number as number) > most)
      throw refuse(`${name} must be between ${least} and ${most}`);
  }
  const complete: HealthyRetryPolicy = { ...defaultRetryPolicy, ...given };
  if (!["linear", "arithmetic", "geometric", "exponential"].includes(complete.backoffFunction))
    throw refuse("backoffFunction must be one of linear, arithmetic, geometric, exponential");
  const { minDelayTarget, maxDelayTarget, numRetries } = complete;
  if (minDelayTarget > maxDelayTarget) throw refuse("minDelayTarget must not be greater than maxDelayTarget");
  const inPhases = complete.numNoDelayRetries + complete.numMinDelayRetries + complete.numMaxDelayRetries;
  if (inPhases > numRetries) throw refuse("numRetries must not be less than the retries of all phases");
  const most = (numRetries - complete.numNoDelayRetries) * minDelayTarget;
  if (most > limits.httpPolicySeconds)
    throw refuse(`the total policy must not exceed ${limits.httpPolicySeconds} seconds`);
  return { given: given as Partial<HealthyRetryPolicy>, complete };
}

function checkThrottle(value: unknown, refuse: Refuse): ThrottlePolicy | undefined {
  if (isNothing(value)) return undefined;
  const { maxReceivesPerSecond: most, ...others } = toMap(value, refuse);
  refuseOthers(others, refuse);
  if (isNothing(most)) return undefined;
  if (!Number.isInteger(most) || (most as number) < 1) throw refuse("maxReceivesPerSecond must be 1 or greater");
  return { maxReceivesPerSecond: most as number };
}

function checkRequest(value: unknown, refuse: Refuse): RequestPolicy | undefined {
  if (isNothing(value)) return undefined;
  const { headerContentType: type, ...others } = toMap(value, refuse);
  refuseOthers(others, refuse);
  if (isNothing(type)) return undefined;
  const [base] = String(type).toLowerCase().split(";", 1);
  if (typeof type !== "string" || !contentTypes.has(base ?? "") || !/^[\w/+.; =-]{1,100}$/.test(type))
    throw refuse(`headerContentType ${String(type).slice(0, 100)} is not supported`);
  return { headerContentType: type };
}

/** Source: "Creating an HTTP/S delivery policy": those of raw messages, and those of all. */
const contentTypes: ReadonlySet<string> = new Set([
  "application/atom+xml",
  "application/json",
  "application/octet-stream",
  "application/soap+xml",
  "application/x-www-form-urlencoded",
  "application/xhtml+xml",
  "application/xml",
  "text/css",
  "text/csv",
  "text/html",
  "text/plain",
  "text/xml",
]);

function refuseSickly(others: Record<string, unknown>, name: string, refuse: Refuse): void {
  if (!isNothing(others[name])) throw refuse(`${name} is not supported`);
  refuseOthers(Object.fromEntries(Object.entries(others).filter(([each]) => each !== name)), refuse);
}

function refuseOthers(others: object, refuse: Refuse): void {
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw refuse(`unknown attribute ${unknown.slice(0, 100)}`);
}

function isNothing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function parse(json: string, refuse: Refuse): unknown {
  try {
    return json.length > limits.policyBytes ? undefined : JSON.parse(json);
  } catch {
    throw refuse("failed to parse JSON.");
  }
}

function toMap(value: unknown, refuse: Refuse): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw refuse("must be a JSON object");
  return value as Record<string, unknown>;
}
