import type { ServiceTimer } from "../../service.ts";
import { defaultBus } from "../buses/event-bus.ts";
import { limits } from "../limits.ts";
import type { BusEvent } from "../put-events/bus-event.ts";
import { toEventId } from "../put-events/event-id.ts";
import { toDelivery } from "../put-events/to-effects.ts";
import type { EventsState } from "../state.ts";
import { targetStore } from "../targets/target-store.ts";
import { ruleArn } from "./rule.ts";
import { ruleStore } from "./rule-store.ts";
import { nextOf } from "./schedule-rule.ts";

/**
 * A rule's time has come: its targets get the event of that time, and the next time is set, in one commit. Times that have passed while nobody
 * looked (a clock that was moved) come one after the other, each once, those of the last day: what is older no target would get any more, and a minute's rule whose
 * server was stopped for a year does not fire half a million times.
 */
export const fireSchedule: ServiceTimer<EventsState> = {
  inOrder: true,
  foresee: {
    byMs: 1_000,
    tell: async ({ key, from }, { host }) => {
      const targets = await host.storage.partition(from).read(async (tx) => {
        const rule = await ruleStore.find(tx, defaultBus, key);
        return rule?.state === "DISABLED" ? [] : targetStore.list(tx, defaultBus, key);
      });
      for (const { Arn } of targets) host.foresee(Arn);
    },
  },
  fire: async (firing, { host, state }) => {
    const { from, key, dueMs } = firing;
    const name = { account: from.account, region: from.region, bus: defaultBus };
    const fired = await host.storage.partition(from).write(async (tx) => {
      const rule = await ruleStore.find(tx, defaultBus, key);
      const oldestMs = host.clock.nowMs() - limits.eventAgeSeconds * 1_000;
      const isTooOld = dueMs < oldestMs;
      const nextMs = rule && nextOf(rule, isTooOld ? oldestMs : dueMs);
      await firing.settle(tx, nextMs === undefined ? undefined : { dueMs: nextMs });
      if (!rule || rule.state === "DISABLED" || isTooOld) return undefined;
      const arn = ruleArn(name, defaultBus, rule.name);
      const targets = await targetStore.list(tx, defaultBus, rule.name);
      const event: BusEvent = {
        id: toEventId(`${arn} ${dueMs}`),
        source: "aws.events",
        detailType: "Scheduled Event",
        account: from.account,
        region: from.region,
        timeMs: dueMs,
        resources: [arn],
        detail: "{}",
        ingestedMs: host.clock.nowMs(),
      };
      let invocations = 0;
      for (const target of targets) {
        const delivery = toDelivery(name, { kind: "rule", rule, arn, targets }, target, event);
        if (!delivery) continue;
        await tx.emit(delivery);
        invocations += 1;
      }
      return { rule, invocations };
    });
    if (!fired) return;
    state.metering.countRule({ ...name, rule: fired.rule.name }, "TriggeredRules");
    state.metering.count(name, "InvocationsCreated", fired.invocations);
  },
};
