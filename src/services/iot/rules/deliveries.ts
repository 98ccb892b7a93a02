import type { EffectContext } from "../../service.ts";
import { type Delivery, durableDelivery, type Ended } from "../../targets/durable-delivery.ts";
import type { RetryPolicy } from "../../targets/retry-policy.ts";
import type { Sending } from "../../targets/send-to-target.ts";
import type { Verdict } from "../../targets/verdict.ts";
import { whenCalled } from "../../when-called.ts";
import { resourceOf } from "./actions/resource-of.ts";
import { type RuleDelivery, toErrorOutput } from "./rule-delivery.ts";
import { actionType, type RuleMetrics } from "./rule-metrics.ts";
import { iotPrincipal } from "./topic-rule.ts";

/** AWS tries what may work later again for a while, and then carries out the error action. */
export const retry: RetryPolicy = { retries: 5, firstDelayMs: 1_000, longestDelayMs: 60_000, exhausted: "drop" };

const performAction = whenCalled(async () => (await import("./actions/perform-action.ts")).performAction);

/** What deliveries need of AWS IoT's state. */
export interface RuleState {
  readonly ruleMetrics: RuleMetrics;
}

/** What brings messages to rules' actions: emitted before the message is acknowledged, so an action is tried whatever stops in between. */
export const ruleDeliveries = durableDelivery<RuleState>({
  name: "iot.rule-action",
  send: (sending: Sending & Pick<Delivery, "about">, context: EffectContext<RuleState>): Promise<Verdict> =>
    performAction(sending, sending.about as RuleDelivery, context),
  deadLetter: toErrorAction,
  ended: async (delivery, how, { state: { ruleMetrics }, host }) => {
    const { rule, action, isErrorAction, output } = delivery.about as RuleDelivery;
    const { source } = delivery;
    const isDone = how.kind === "delivered";
    const counter = isErrorAction
      ? isDone
        ? "ErrorActionSuccess"
        : "ErrorActionFailure"
      : isDone
        ? "Success"
        : "Failure";
    ruleMetrics.countAction(source, rule, action.kind, counter);
    if (how.kind === "delivered")
      ruleMetrics.charge(source, "ActionsExecuted", (output.length * 3) / 4, source.arn ?? "");
    else host.log.info("a rule's action failed", { rule, action: action.kind, error: how.reason });
  },
});

/** The delivery of one action. */
export function toDelivery(about: RuleDelivery, source: Delivery["source"], eventMs: number): Delivery {
  return {
    target: resourceOf(about.action),
    message: { body: "" },
    caller: { service: iotPrincipal },
    source,
    retry,
    eventMs,
    about,
  };
}

function toErrorAction(delivery: Delivery, failure: Extract<Ended, { kind: "failed" }>): Delivery | undefined {
  const { rule, republished, action, onError, isErrorAction } = delivery.about as RuleDelivery;
  if (!onError || isErrorAction) return undefined;
  const failed = {
    failedAction: `${actionType(action.kind)}Action`,
    failedResource: delivery.target,
    errorMessage: `${failure.reason} Message arrived on: ${onError.facts.topic}, Action: ${action.kind}`,
  };
  return toErrorDelivery({ rule, republished }, onError, [failed], delivery.source, delivery.eventMs);
}

/** Of a rule that could not be evaluated, or whose action failed. */
export function toErrorDelivery(
  { rule, republished }: Pick<RuleDelivery, "rule" | "republished">,
  onError: NonNullable<RuleDelivery["onError"]>,
  failures: Parameters<typeof toErrorOutput>[2],
  source: Delivery["source"],
  eventMs: number,
): Delivery {
  const [kind = "", settings = {}] = Object.entries(onError.action).find(([, value]) => value !== undefined) ?? [];
  const about: RuleDelivery = {
    rule,
    action: { kind, settings: settings as Readonly<Record<string, unknown>> },
    output: toErrorOutput(rule, onError, failures).toString("base64"),
    onError,
    isErrorAction: true,
    republished,
  };
  return toDelivery(about, source, eventMs);
}
