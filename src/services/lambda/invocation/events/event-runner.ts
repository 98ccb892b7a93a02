import { AwsError, isNamed } from "../../../../platform/aws-error.ts";
import { ownValue } from "../../../../platform/own-value.ts";
import type { Effect } from "../../../../storage/database.ts";
import type { ServiceHost } from "../../../service.ts";
import type { Concurrency } from "../../concurrency/concurrency.ts";
import { recursionStopped } from "../../errors.ts";
import { toDestinationEffects } from "../../event-invoke/destinations.ts";
import type { EventInvokeConfig } from "../../event-invoke/event-invoke-config.ts";
import type { EndedEvent } from "../../event-invoke/invocation-record.ts";
import {
  type FunctionIdentity,
  functionArn,
  type KnownFunction,
  latestVersion,
  qualifiedArn,
} from "../../functions/function.ts";
import type { FunctionDirectory } from "../../functions/function-directory.ts";
import { limits } from "../../limits.ts";
import type { Meter } from "../../metering/meter.ts";
import type { LambdaSettings } from "../../settings.ts";
import type { InvocationOutcome } from "../invocation.ts";
import type { Invoker } from "../invoker.ts";
import type { LogRoom } from "../log/log-room.ts";
import type { Target } from "../target.ts";
import { continueTrace, isLoop } from "../trace-header.ts";
import type { StoredEvent } from "./event-store.ts";
import { nextAttempt } from "./retry.ts";
import { isThereStill } from "./sent-to.ts";

/**
 * What becomes of an event after an attempt. `settle` is fulfilled when its row may be changed, for its log is stored; of one that is done it gives
 * what the same commit has to lead to.
 */
export type AttemptVerdict =
  | {
      readonly kind: "done";
      readonly durationMs: number | undefined;
      readonly settle: () => Promise<readonly Effect[]>;
    }
  | {
      readonly kind: "again";
      readonly next: StoredEvent;
      /** Of the function, if it ran. */
      readonly durationMs: number | undefined;
      readonly settle: () => Promise<void>;
    }
  /**
   * There was no concurrency for it, or no room in memory for its log. `onRoom` calls back when there may be, and at `roomAtMs`, if that is known, there is; at
   * `expiresMs` it is too old.
   */
  | {
      readonly kind: "blocked";
      readonly onRoom: (callback: () => void) => void;
      readonly roomAtMs: number | undefined;
      readonly expiresMs: number;
    };

/** Makes one attempt at an asynchronous event, by the rules of the version or alias it was sent to. */
export class EventRunner {
  readonly #host: ServiceHost;
  readonly #settings: LambdaSettings;
  readonly #functions: FunctionDirectory;
  readonly #invoker: Invoker;
  readonly #concurrency: Concurrency;
  readonly #meter: Meter;
  readonly #logRoom: LogRoom;

  constructor(parts: {
    host: ServiceHost;
    settings: LambdaSettings;
    functions: FunctionDirectory;
    invoker: Invoker;
    concurrency: Concurrency;
    meter: Meter;
    logRoom: LogRoom;
  }) {
    this.#logRoom = parts.logRoom;
    this.#host = parts.host;
    this.#settings = parts.settings;
    this.#functions = parts.functions;
    this.#invoker = parts.invoker;
    this.#concurrency = parts.concurrency;
    this.#meter = parts.meter;
  }

  async attempt(event: StoredEvent, of: FunctionIdentity, to: string): Promise<AttemptVerdict> {
    const known = await this.#functions.findSame(of);
    // The events of a deleted function or alias go with it: one that is made under its name gets none of them.
    if (!known || !isThereStill(known.family, to))
      return { kind: "done", durationMs: undefined, settle: async () => [] };
    const { clock, random } = this.#host;
    const sentTo = { ...of, qualifier: event.qualifier };
    const rule = this.#ruleOf(known, event.qualifier);
    const expiresMs = event.acceptedMs + rule.ageMs + 1;
    const trace = continueTrace(event.traceId, functionArn(of), clock.nowMs(), random);
    const giveUp = (condition: EndedEvent["condition"], error?: AwsError) =>
      this.#giveUp(known, event, condition, trace.text, error);
    if (clock.nowMs() >= expiresMs) return giveUp("EventAgeExceeded");
    if (isLoop(trace) && known.family.recursiveLoop === "Terminate") {
      this.#meter.count(sentTo, "RecursiveInvocationsDropped");
      return giveUp("RetriesExhausted", recursionStopped());
    }
    const room = this.#logRoom.untilRoom();
    if (room)
      return { kind: "blocked", onRoom: (callback) => void room.then(callback), roomAtMs: undefined, expiresMs };
    let target: Target | undefined;
    try {
      target = this.#invoker.target(known, event.qualifier, event.tenant);
      const ageMs = clock.nowMs() - event.acceptedMs;
      const outcome = await this.#invoker.invoke(target, {
        requestId: event.requestId,
        event: event.payload,
        invokedArn: qualifiedArn(of, event.qualifier),
        clientContext: event.clientContext,
        traceId: trace.text,
        beginsTrace: trace.isNew,
        tailLog: false,
      });
      this.#meter.eventAge(sentTo, ageMs);
      return this.#judge(target, event, outcome, trace.text);
    } catch (error) {
      if (target && isNamed(error, "TooManyRequestsException")) {
        // Nobody waits for a function that is switched off. Source: "Configuring reserved concurrency for a function".
        if (known.family.reservedConcurrency === 0) return giveUp("ZeroReservedConcurrency", error);
        const concurrency = await this.#concurrency.of(of);
        const onRoom = (callback: () => void) => concurrency.onRoom(known.family, callback);
        return { kind: "blocked", onRoom, roomAtMs: this.#invoker.roomAtMs(target, error), expiresMs };
      }
      return this.#defer(known, event, trace.text, error);
    }
  }

  #judge(target: Target, event: StoredEvent, outcome: InvocationOutcome, traceId: string): AttemptVerdict {
    const { known, record } = target;
    const { durationMs } = outcome.report;
    if (!outcome.failed) {
      const { failures } = event;
      const ended: EndedEvent = { event, known, record, outcome, condition: "Success", failures, traceId };
      return { kind: "done", durationMs, settle: () => this.#settle(ended) };
    }
    const next = nextAttempt(event, "failed", this.#ruleOf(known, event.qualifier), this.#host.clock.nowMs());
    // The attempt's row changes only once its log is stored: a crash in between repeats it rather than lose its lines.
    if (typeof next !== "string") return { kind: "again", next, durationMs, settle: outcome.logged };
    const failures = event.failures + 1;
    const ended: EndedEvent = { event, known, record, outcome, condition: next, failures, traceId };
    return { kind: "done", durationMs, settle: () => this.#settle(ended) };
  }

  #defer(known: KnownFunction, event: StoredEvent, traceId: string, error: unknown): AttemptVerdict {
    const text = error instanceof AwsError ? error.message : String(error);
    this.#host.log.warn("an asynchronous event is deferred", { function: known.family.latest.name, error: text });
    const next = nextAttempt(event, "deferred", this.#ruleOf(known, event.qualifier), this.#host.clock.nowMs());
    if (typeof next === "string") return this.#giveUp(known, event, next, traceId);
    return { kind: "again", next, durationMs: undefined, settle: async () => {} };
  }

  #giveUp(
    known: KnownFunction,
    event: StoredEvent,
    condition: EndedEvent["condition"],
    traceId: string,
    error?: AwsError,
  ): AttemptVerdict {
    const record = known.family.latest;
    const ended: EndedEvent = {
      ...{ event, known, record, outcome: undefined, condition, failures: event.failures, traceId },
      ...(error && { error }),
    };
    return { kind: "done", durationMs: undefined, settle: () => this.#settle(ended) };
  }

  async #settle(ended: EndedEvent): Promise<readonly Effect[]> {
    await ended.outcome?.logged();
    if (ended.condition !== "Success") {
      this.#meter.count({ ...ended.record, qualifier: ended.event.qualifier }, "AsyncEventsDropped");
    }
    return toDestinationEffects(ended, this.#host.random, this.#host.clock.nowMs());
  }

  #ruleOf({ family }: KnownFunction, qualifier: string | undefined) {
    const config: EventInvokeConfig | undefined = ownValue(family.eventInvokeConfigs, qualifier ?? latestVersion);
    const { retries, eventAgeSeconds } = limits.asynchronous;
    return {
      retries: config?.maximumRetryAttempts ?? retries,
      firstDelayMs: this.#settings.firstRetryDelayMs,
      ageMs: (config?.maximumEventAgeSeconds ?? eventAgeSeconds.default) * 1000,
    };
  }
}
