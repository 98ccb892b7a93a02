import { rootPrincipal } from "../../principal.ts";
import type { Place, ServiceHost, ServiceTimer } from "../../service.ts";
import { limits } from "../limits.ts";
import { completed, queueExecution } from "./change-execution.ts";
import { type Cursor, type Job, jobsKey } from "./job.ts";
import { tellJob } from "./job-events.ts";
import { executionStore, jobStore } from "./job-store.ts";

const minuteMs = 60_000;

/** The job's next minute: as many of its targets get their executions as its rate says. */
export const rollOutLater: ServiceTimer<unknown> = {
  fire: async (firing, { host }) => {
    const { account, region } = firing.from;
    await rollOut(host, { account, region }, firing.key);
    await host.storage
      .partition(firing.from)
      .write((tx) => firing.settle(tx))
      // Set anew for the next minute meanwhile.
      .catch(() => {});
  },
};

/** Begins a job whose time has come, too. */
export async function rollOut(host: ServiceHost, at: Place, jobId: string): Promise<void> {
  const partition = host.storage.partition(jobsKey(at));
  const job = await partition.read((tx) => jobStore.find(tx, jobId));
  if (job?.status !== "IN_PROGRESS" && job?.status !== "SCHEDULED") return;
  const step = await nextThings(host, at, job, rateOf(job));
  const nowMs = host.clock.nowMs();
  const change = { ...at, nowMs, newId: () => host.random.uuid() };
  await partition.write(async (tx) => {
    const current = await jobStore.find(tx, jobId);
    const isSame = JSON.stringify(current?.cursor) === JSON.stringify(job.cursor);
    if (!current || !isSame || (current.status !== "IN_PROGRESS" && current.status !== "SCHEDULED")) return;
    let changed: Job = { ...current, status: "IN_PROGRESS", cursor: step.cursor };
    for (const thing of step.things) {
      if (await executionStore.find(tx, { job: jobId, thing })) continue;
      changed = await queueExecution(tx, change, changed, { thing, number: 1, retryAttempt: 0 });
    }
    changed = completed(changed, nowMs);
    await jobStore.put(tx, changed);
    await tellJob(tx, change, current, changed);
    const goesOn = !step.cursor.isDone || (changed.targetSelection === "CONTINUOUS" && changed.targets.some(isGroup));
    if (goesOn && changed.status === "IN_PROGRESS")
      await tx.setTimer({ kind: "iot.job-rollout", key: jobId, dueMs: nowMs + minuteMs, payload: "" });
    else await tx.cancelTimer("iot.job-rollout", jobId);
  });
}

/** How many a minute. Source: "Job rollout, scheduling, and abort configurations". */
function rateOf({ rolloutConfig, counts }: Job): number {
  const { maximumPerMinute = limits.rolloutPerMinute, exponentialRate } = rolloutConfig ?? {};
  if (!exponentialRate) return maximumPerMinute;
  const { baseRatePerMinute = 1, incrementFactor = 1, rateIncreaseCriteria = {} } = exponentialRate;
  const { numberOfNotifiedThings, numberOfSucceededThings } = rateIncreaseCriteria;
  const notified = Object.values(counts).reduce((sum, count) => sum + (count ?? 0), 0);
  const times = numberOfNotifiedThings
    ? Math.floor(notified / numberOfNotifiedThings)
    : Math.floor((counts.SUCCEEDED ?? 0) / (numberOfSucceededThings ?? Number.POSITIVE_INFINITY));
  return Math.max(
    1,
    Math.min(maximumPerMinute, Math.floor(baseRatePerMinute * incrementFactor ** Math.min(times, 50))),
  );
}

export function isGroup(target: string): boolean {
  return target.includes(":thinggroup/");
}

/**
 * The next of a job's things that have no execution of it, and where the next step begins: at the page of a group that was not gone through to its end. A job for whoever joins its
 * groups begins again at the end.
 */
async function nextThings(
  host: ServiceHost,
  at: Place,
  { id, targets, cursor }: Job,
  most: number,
): Promise<{ readonly things: readonly string[]; readonly cursor: Cursor }> {
  const things = new Set<string>();
  let { target, page } = cursor.isDone ? { target: 0, page: undefined } : cursor;
  for (let lookedAt = 0; target < targets.length && things.size < most && lookedAt < mostLookedAt; ) {
    const arn = targets[target] ?? "";
    const name = arn.split("/").at(-1) ?? "";
    const found = isGroup(arn) ? await membersOf(host, at, name, page) : { things: [name] };
    const without = await withoutExecution(host, at, id, found.things ?? []);
    for (const thing of without) if (things.size < most) things.add(thing);
    if (without.some((thing) => !things.has(thing))) break;
    page = found.nextToken;
    if (page === undefined) target++;
    lookedAt += found.things?.length ?? 0;
  }
  const isDone = target >= targets.length;
  return {
    things: [...things],
    cursor: { target: isDone ? 0 : target, page: isDone ? undefined : page, isDone },
  };
}

function membersOf(host: ServiceHost, at: Place, thingGroupName: string, nextToken: string | undefined) {
  const input = { thingGroupName, recursive: true, maxResults: 100, nextToken };
  return host.call("iot", "ListThingsInThingGroup", input, { ...at, principal: rootPrincipal(at.account) });
}

function withoutExecution(
  host: ServiceHost,
  at: Place,
  job: string,
  things: readonly string[],
): Promise<readonly string[]> {
  return host.storage.partition(jobsKey(at)).read(async (tx) => {
    const without: string[] = [];
    for (const thing of things) if (!(await executionStore.find(tx, { job, thing }))) without.push(thing);
    return without;
  });
}

/** In one step: a job of a large group that has nothing new goes on in the next minute. */
const mostLookedAt = 10_000;
