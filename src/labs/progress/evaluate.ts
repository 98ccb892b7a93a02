import type { ServiceHost } from "../../services/service-host.ts";
import type { Asker } from "../checks/asker.ts";
import { checkAll } from "../checks/check.ts";
import type { Lab } from "../format/lab.ts";
import type { Values } from "../format/template.ts";
import { limits } from "../limits.ts";
import { type Progress, progressKey } from "./progress.ts";
import { progressStore } from "./progress-store.ts";

export interface StepState {
  readonly id: string;
  readonly doneMs: number | undefined;
  /** What was found and what to do: of the first step that is not done. */
  readonly says: string | undefined;
}

export interface Evaluation {
  readonly progress: Progress;
  readonly steps: readonly StepState[];
}

interface EvaluateParts {
  readonly host: Pick<ServiceHost, "storage" | "clock">;
  readonly account: string;
  readonly asker: Asker;
}

/** Looks at the facts of all steps that are not done, and ticks those that are now. A step that was done once stays so. */
export async function evaluate(
  lab: Lab,
  progress: Progress,
  { host, account, asker }: EvaluateParts,
): Promise<Evaluation> {
  const { clock, storage } = host;
  let kept = progress.kept;
  const done = new Map(progress.done);
  const news: string[] = [];
  const steps: StepState[] = [];
  let isFirst = true;
  for (const { id, checks } of lab.steps) {
    const doneMs = done.get(id);
    if (doneMs !== undefined) {
      steps.push({ id, doneMs, says: undefined });
      continue;
    }
    const verdict = await checkAll(checks, valuesOf(lab, progress, kept, account, clock.nowMs()), asker);
    if (verdict.holds) {
      const nowMs = clock.nowMs();
      kept = { ...kept, ...bounded(verdict.kept) };
      done.set(id, nowMs);
      news.push(id);
      steps.push({ id, doneMs: nowMs, says: undefined });
      continue;
    }
    steps.push({ id, doneMs: undefined, says: isFirst && "says" in verdict ? verdict.says : undefined });
    isFirst = false;
  }
  if (news.length > 0) {
    await storage.partition(progressKey(account, lab.name)).write(async (tx) => {
      // Another page may have ticked it, or the lab been reset, meanwhile.
      const now = await progressStore.find(tx, progress.who);
      if (now?.token !== progress.token) return;
      await progressStore.put(tx, { ...now, kept: { ...now.kept, ...kept } });
      for (const id of news) await progressStore.tick(tx, progress.who, id, done.get(id) as number);
    });
  }
  return { progress: { ...progress, kept, done }, steps };
}

/** What a lab's templates can say of this run. */
export function valuesOf(
  lab: Pick<Lab, "name">,
  progress: Progress,
  kept: Values,
  account: string,
  nowMs: number,
): Values {
  return {
    ...kept,
    account,
    region: progress.region,
    lab: lab.name,
    started: new Date(progress.startedMs).toISOString(),
    startedMs: progress.startedMs,
    now: new Date(nowMs).toISOString(),
    nowMs,
    token: progress.token,
  };
}

/** An answer may be large, and what is kept of it is a row. */
export function bounded(kept: Values): Values {
  return JSON.stringify(kept).length <= limits.keptBytes ? kept : {};
}
