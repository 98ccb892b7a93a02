import type { PartitionKey, WriteTransaction } from "../../../storage/database.ts";
import { eachPartition } from "../../../storage/each-partition.ts";
import { findTimer } from "../../../storage/timer-statements.ts";
import type { ServiceHost, ServiceTimer } from "../../service.ts";
import { repeated, runRepeatedly } from "../../timers/repeated.ts";
import { whenCalled } from "../../when-called.ts";
import type { CloudWatchState } from "../state.ts";
import { type Alarm, alarmsKind, evaluationDelayMs, periodOf } from "./alarm.ts";
import { alarmStore } from "./alarm-store.ts";

const dayMs = 24 * 60 * 60 * 1000;
const minuteMs = 60_000;
const shortStepMs = 10_000;
const alarmsAtOnce = 200;
const uncheckedMs = 2_000;

const evaluationKind = "cloudwatch.evaluation";
const newAlarmKind = "cloudwatch.new-alarm";
const compositesKind = "cloudwatch.composites";

// Many servers have no alarms, and need nothing of how they are evaluated.
const evaluateAlarms = whenCalled(async () => (await import("./evaluate-alarms.ts")).evaluateAlarms);
const evaluateComposites = whenCalled(
  async () => (await import("./composite/evaluate-composites.ts")).evaluateComposites,
);

/**
 * With the commit that makes or changes an alarm: it is evaluated from then on with the others, and before that once by itself. A new one stays
 * unchecked for a moment, as on AWS, where it does so for up to a minute: who makes one and reads it sees what has been made.
 */
export async function setAlarmTimers(tx: WriteTransaction, alarm: Alarm, nowMs: number): Promise<void> {
  const isNew = alarm.state.reason.startsWith("Unchecked:");
  const dueMs = isNew ? nowMs + uncheckedMs : nowMs;
  await tx.setTimer({ kind: newAlarmKind, key: alarm.configuration.AlarmName, dueMs });
  await setEvaluation(tx, nextEvaluationMs(nowMs, isShort(alarm) ? shortStepMs : minuteMs));
}

/** With the commit that makes or changes a composite alarm, or an alarm's state otherwise than by an evaluation. */
export async function setCompositesTimer(tx: WriteTransaction, nowMs: number): Promise<void> {
  await tx.setTimer({ kind: compositesKind, key: "", dueMs: nowMs });
}

/** The alarms of an account and region, each minute, those of short periods each ten seconds. Without alarms no timer is set. */
export const evaluation: ServiceTimer<CloudWatchState> = {
  fire: async (firing, context) => {
    const { clock } = context.host;
    const isMinute = minuteOf(firing.dueMs - 1) !== minuteOf(clock.nowMs());
    let seen = { alarms: 1, short: 0 };
    await runRepeatedly(firing, context, {
      failure: "alarms could not be evaluated",
      run: async () => {
        seen = await evaluatePartition(context.host, firing.from, isMinute, firing.signal);
      },
      nextMs: async (_, tx) => {
        // One may have been made since they were read.
        if (seen.alarms === 0 && (await alarmStore.count(tx)) === 0) return undefined;
        return nextEvaluationMs(clock.nowMs(), seen.short > 0 ? shortStepMs : minuteMs);
      },
    });
  },
};

/** One alarm, just made or changed. */
export const newAlarm: ServiceTimer<CloudWatchState> = {
  fire: async ({ from, key }, { host }) => {
    const alarm = await host.storage.partition(from).read((tx) => alarmStore.find(tx, key));
    if (!alarm) return;
    await evaluateAlarms(host, from, [alarm]);
    await evaluateComposites(host, from);
  },
};

export const composites: ServiceTimer<CloudWatchState> = {
  fire: ({ from }, { host }) => evaluateComposites(host, from),
};

/** Alarms that a version of Squall stored which had no timers yet. */
export const alarmUpkeep = repeated<CloudWatchState>({
  everyMs: dayMs,
  failure: "alarms could not be looked through",
  run: async (signal, { host: { storage, clock } }) => {
    for await (const key of eachPartition(storage, alarmsKind)) {
      if (signal.aborted) return;
      const partition = storage.partition(key);
      const isMissing = await partition.read(
        async (tx) => (await findTimer(tx, evaluationKind, "")) === undefined && (await alarmStore.count(tx)) > 0,
      );
      if (isMissing) await partition.write((tx) => setEvaluation(tx, nextEvaluationMs(clock.nowMs(), shortStepMs)));
    }
  },
});

async function setEvaluation(tx: WriteTransaction, dueMs: number): Promise<void> {
  const knownMs = await findTimer(tx, evaluationKind, "");
  if (knownMs === undefined || knownMs > dueMs) await tx.setTimer({ kind: evaluationKind, key: "", dueMs });
}

async function evaluatePartition(
  host: ServiceHost,
  key: PartitionKey,
  isMinute: boolean,
  signal: AbortSignal,
): Promise<{ alarms: number; short: number }> {
  const seen = { alarms: 0, short: 0 };
  let after = "";
  for (;;) {
    const page = { after, limit: alarmsAtOnce };
    const alarms = await host.storage.partition(key).read((tx) => alarmStore.list(tx, page));
    const short = alarms.filter(isShort);
    seen.alarms += alarms.length;
    seen.short += short.length;
    await evaluateAlarms(host, key, isMinute ? alarms : short);
    if (alarms.length < alarmsAtOnce || signal.aborted) break;
    after = alarms.at(-1)?.configuration.AlarmName ?? "";
  }
  await evaluateComposites(host, key);
  return seen;
}

/** The next whole minute, or ten seconds, and the time that data take to arrive. */
function nextEvaluationMs(nowMs: number, stepMs: number): number {
  return (Math.floor((nowMs - evaluationDelayMs) / stepMs) + 1) * stepMs + evaluationDelayMs;
}

function minuteOf(ms: number): number {
  return Math.floor((ms - evaluationDelayMs) / minuteMs);
}

function isShort({ configuration }: Alarm): boolean {
  return periodOf(configuration) < 60;
}
