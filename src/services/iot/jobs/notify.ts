import type { Effect } from "../../../storage/database.ts";
import type { EffectKind, Place } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import type { MessageBroker } from "../messages/message-broker.ts";
import { jobsKey } from "./job.ts";
import { executionStore, jobStore } from "./job-store.ts";
import { nextPending, toDescription, toSummary } from "./pending.ts";

/** Whose pending jobs have changed. */
interface Notice extends Place {
  readonly thing: string;
}

export function toNotifyEffect(id: string, { account, region }: Place, thing: string): Effect {
  const notice: Notice = { account, region, thing };
  return { topic: "iot.job-notify", id, payload: JSON.stringify(notice) };
}

const mostListed = 15;

/** Tells a thing of its pending jobs, and of the one that is next, as they are now. Source: "Jobs device MQTT API", JobExecutionsChanged and NextJobExecutionChanged. */
export const notifyThing: EffectKind<{ readonly broker: MessageBroker }> = {
  order: ({ payload }) => (JSON.parse(payload) as Notice).thing,
  atOnce: 16,
  receive: async (effect, _from, { host, state: { broker } }) => {
    const { account, region, thing } = JSON.parse(effect.payload) as Notice;
    const at = { account, region };
    const { running, queued, next, document } = await host.storage.partition(jobsKey(at)).read(async (tx) => {
      const next = await nextPending(tx, thing);
      return {
        running: await executionStore.listPending(tx, thing, "IN_PROGRESS", mostListed),
        queued: await executionStore.listPending(tx, thing, "QUEUED", mostListed),
        next,
        document: next && (await jobStore.find(tx, next.jobId))?.document,
      };
    });
    const timestamp = Math.floor(host.clock.nowMs() / 1_000);
    const publish = (suffix: string, body: object) =>
      broker.publish({
        ...at,
        topic: `$aws/things/${thing}/jobs/${suffix}`,
        payload: Buffer.from(JSON.stringify(body)),
        qos: 1,
        retain: false,
        publishedMs: host.clock.nowMs(),
        properties: undefined,
        source: {},
      });
    const jobs = {
      ...(running.length > 0 && { IN_PROGRESS: running.map(toSummary) }),
      ...(queued.length > 0 && { QUEUED: queued.map(toSummary) }),
    };
    await publish("notify", { timestamp, jobs });
    await publish("notify-next", { timestamp, ...(next && { execution: toDescription(next, document) }) });
    return delivered;
  },
};
