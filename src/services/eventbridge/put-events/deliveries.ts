import type { HttpParameters } from "@aws-sdk/client-eventbridge";
import { parseArn } from "../../../platform/arn.ts";
import { AwsError } from "../../../platform/aws-error.ts";
import { rootPrincipal } from "../../principal.ts";
import type { CallOptions, EffectContext, ServiceHost } from "../../service.ts";
import { callAs } from "../../targets/caller.ts";
import { type Delivery, durableDelivery, type Ended } from "../../targets/durable-delivery.ts";
import { type Sending, sendToTarget } from "../../targets/send-to-target.ts";
import { attempt, type Verdict } from "../../targets/verdict.ts";
import { whenCalled } from "../../when-called.ts";
import type { RuleOf } from "../metering/metering.ts";
import type { EventsState } from "../state.ts";
import type { BusEvent } from "./bus-event.ts";
import { toEventId } from "./event-id.ts";

/** JSON. What a delivery is about: for its dead letter and its metrics, and what kinds of targets need that others do not know. */
export interface DeliveryAbout {
  readonly rule: string;
  readonly bus: string;
  readonly ruleArn: string;
  readonly targetArn: string;
  readonly deadLetterArn?: string | undefined;
  /** For another bus, which gets the event as it is. */
  readonly event?: BusEvent | undefined;
  /** For an API destination. */
  readonly http?: HttpParameters | undefined;
  /** Of a dead letter on its way. */
  readonly isDeadLetter?: boolean;
}

/** The entry of an event that goes from bus to bus: what a client can neither say nor see. */
export interface ForwardedEntry {
  readonly forwarded: BusEvent;
}

const callApiDestination = whenCalled(
  async () => (await import("../connections/call-api-destination.ts")).callApiDestination,
);

/** Source: "How EventBridge retries delivering events", "Using dead-letter queues to process undelivered events in EventBridge". */
const how = { send, deadLetter: toDeadLetter, tried: countTried, ended: countEnded } as const;

export const deliveries = durableDelivery<EventsState>({ ...how, name: "eventbridge.delivery" });

/** Of API destinations: who knows when these answer. */
export const apiCalls = durableDelivery<EventsState>({ ...how, name: "eventbridge.api-call", startsLater: true });

/** Each try: when it began and ended, as metrics tell it. */
function countTried({ about, source, eventMs }: Delivery, verdict: Verdict, { state, host }: Context): void {
  if ((about as DeliveryAbout).isDeadLetter) return;
  const rule = ruleOf(source, about as DeliveryAbout);
  const ms = Math.max(host.clock.nowMs() - eventMs, 0);
  state.metering.latency(rule, "IngestionToInvocationCompleteLatency", ms);
  if (verdict.kind === "delivered") state.metering.latency(rule, "IngestionToInvocationSuccessLatency", ms);
}

async function countEnded(delivery: Delivery, ending: Ended, { state, host }: Context): Promise<void> {
  const about = delivery.about as DeliveryAbout;
  const { metering } = state;
  const rule = ruleOf(delivery.source, about);
  if (about.isDeadLetter) {
    const counter = ending.kind === "delivered" ? "InvocationsSentToDlq" : "InvocationsFailedToBeSentToDlq";
    return metering.countRule(rule, counter);
  }
  metering.countRule(rule, "Invocations");
  if (ending.kind === "delivered") return metering.countRule(rule, "SuccessfulInvocationAttempts");
  metering.countRule(rule, "FailedInvocations");
  const { ruleArn, targetArn } = about;
  host.log.info("an event was not delivered", { rule: ruleArn, target: targetArn, error: ending.reason });
}

async function send(
  sending: Sending & Pick<Delivery, "about" | "eventMs"> & { readonly attempt: number },
  { host, state }: Context,
): Promise<Verdict> {
  const about = sending.about as DeliveryAbout;
  const { metering } = state;
  if (!about.isDeadLetter) {
    const rule = ruleOf(sending.source, about);
    metering.countRule(rule, sending.attempt > 1 ? "RetryInvocationAttempts" : "InvocationAttempts");
    const waitedMs = Math.max(host.clock.nowMs() - sending.eventMs, 0);
    metering.latency(rule, "IngestionToInvocationStartLatency", waitedMs);
  }
  if (about.event) return attempt(() => forward(host, sending, about.event as BusEvent));
  if (!about.http) return sendToTarget(host, sending);
  const verdict = await callApiDestination(host, state, sending, about.http);
  const isAsked = verdict.kind !== "later" || !verdict.untried;
  if (isAsked) metering.apiCall(sending.source, sending.target, Buffer.byteLength(sending.message.body));
  return verdict;
}

function ruleOf({ account, region }: Delivery["source"], { bus, rule }: DeliveryAbout): RuleOf {
  return { account, region, bus, rule };
}

type Context = EffectContext<EventsState>;

/** Without a role the other bus is asked in the name of the rule's account, which its policy must let in. */
async function forward(host: ServiceHost, { target, caller, source, id }: Sending, event: BusEvent): Promise<void> {
  const arn = parseArn(target);
  if (!arn) throw new AwsError("InvalidArgument", `${target} is no ARN.`, { status: 400 });
  const at = { account: arn.account, region: arn.region };
  const entry = {
    EventBusName: target,
    Source: event.source,
    DetailType: event.detailType,
    Detail: event.detail,
    Resources: [...event.resources],
    // In another region it is another event, of another id.
    forwarded: {
      ...event,
      id: at.region === source.region ? event.id : toEventId(id),
      isForwarded: true,
    },
  };
  const put = async (as: CallOptions) => {
    const { Entries } = await host.call("eventbridge", "PutEvents", { Entries: [entry] }, as);
    const { ErrorCode, ErrorMessage = "" } = Entries?.[0] ?? {};
    if (ErrorCode) throw new AwsError(ErrorCode, ErrorMessage, { status: 400 });
  };
  if ("role" in caller) return callAs(host, caller, { source, at }, put);
  await put({ ...at, principal: rootPrincipal(source.account), sourceArn: source.arn, sourceAccount: source.account });
}

function toDeadLetter(delivery: Delivery, failure: Extract<Ended, { kind: "failed" }>): Delivery | undefined {
  const about = delivery.about as DeliveryAbout;
  if (about.deadLetterArn === undefined || about.isDeadLetter) return undefined;
  const text = (StringValue: string) => ({ DataType: "String" as const, StringValue });
  return {
    ...delivery,
    target: about.deadLetterArn,
    caller: { service: "events.amazonaws.com" },
    about: { ...about, event: undefined, http: undefined, isDeadLetter: true } satisfies DeliveryAbout,
    message: {
      body: delivery.message.body,
      attributes: {
        RULE_ARN: text(about.ruleArn),
        TARGET_ARN: text(about.targetArn),
        ERROR_CODE: text(toErrorCode(failure.code)),
        ERROR_MESSAGE: text(failure.reason.slice(0, 1_024) || "Unknown"),
        ...(failure.exhaustedBy && {
          EXHAUSTED_RETRY_CONDITION: text(
            failure.exhaustedBy === "MaximumRetryAttempts" ? "MaximumRetryAttempts" : "MaximumEventAgeInSeconds",
          ),
        }),
        RETRY_ATTEMPTS: text(String(failure.tries - 1)),
      },
    },
  };
}

/** EventBridge's word for a target's error. Source: "Considerations when using dead-letter queues". */
function toErrorCode(code: string | undefined): string {
  if (code === undefined) return "UNKNOWN";
  if (/AccessDenied|Unauthorized|NotAuthorized|KMSAccess/.test(code)) return "NO_PERMISSIONS";
  if (/NotFound|NonExistent|QueueDoesNotExist|NoSuch/.test(code)) return "NO_RESOURCE";
  if (/Throttl|TooManyRequests|RateExceeded/.test(code)) return "THROTTLING";
  if (/LimitExceeded/.test(code)) return "RESOURCE_LIMIT_EXCEEDED";
  if (/Timeout/.test(code)) return "TIMEOUT";
  return upperCase.test(code) ? code : "SDK_CLIENT_ERROR";
}

const upperCase = /^[A-Z]+(?:_[A-Z]+)*$/;
