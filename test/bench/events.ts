import { type ApiClient, connect, eventsApi } from "./api-client.ts";
import { launchDurable } from "./durable.ts";
import type { Figure } from "./figure.ts";
import { processorSeconds } from "./processor-time.ts";

const clients = 16;
const entriesPerCall = 10;
/** Of ten thousand rules at least this share of what a thousand let through. */
const keptOfMany = 0.8;
const turns = 4;

/** Events put over HTTP and matched against a thousand rules, and against ten thousand: each event is what one of them is for. */
export async function measureEvents(quick: boolean): Promise<Figure[]> {
  await using squall = await launchDurable();
  const events = connect(squall.port, eventsApi);
  const sizes = [1_000, quick ? 3_000 : 10_000] as const;
  for (const rules of sizes) await makeBus(events, rules);
  const rates = new Map<number, number[]>(sizes.map((rules) => [rules, []]));
  const busy = new Map<number, number[]>(sizes.map((rules) => [rules, []]));
  const durationMs = quick ? 700 : 2_500;
  for (const rules of sizes) await put(events, rules, 500);
  // By turns, so that what else the machine does meets both alike.
  for (let turn = 0; turn < turns; turn++) {
    for (const rules of sizes) {
      const processorBefore = processorSeconds(squall.pid);
      const { count, seconds } = await put(events, rules, durationMs);
      rates.get(rules)?.push(count / seconds);
      busy.get(rules)?.push(count / (processorSeconds(squall.pid) - processorBefore));
    }
  }
  events.close();
  const mean = (of: Map<number, number[]>, rules: number) => (of.get(rules) ?? []).reduce((a, b) => a + b, 0) / turns;
  const [few, many] = sizes;
  const baselineOf = (of: Map<number, number[]>) => ({ name: `${few} rules'`, value: mean(of, few) });
  return [
    { name: `EventBridge events matched against ${few} rules`, value: mean(rates, few), unit: "/s", target: 5_000 },
    {
      name: `EventBridge events matched against ${many} rules`,
      value: mean(rates, many),
      unit: "/s",
      target: Math.round(mean(rates, few) * keptOfMany),
      baseline: baselineOf(rates),
    },
    {
      name: `EventBridge events matched against ${many} rules, by processor time`,
      value: mean(busy, many),
      unit: "/s",
      target: Math.round(mean(busy, few) * keptOfMany),
      baseline: baselineOf(busy),
    },
  ];
}

/** A bus with so many rules, none like the other. None has a target: they are matched, and nothing else is measured. */
async function makeBus(events: ApiClient, rules: number): Promise<void> {
  await events.call("CreateEventBus", { Name: busOf(rules) });
  let next = 0;
  const client = async () => {
    for (let rule = next++; rule < rules; rule = next++) {
      const EventPattern = JSON.stringify({
        source: [`shop.${rule % 50}`],
        "detail-type": [{ prefix: "order" }],
        detail: {
          kind: [`kind-${rule}`],
          price: [{ numeric: [">", rule % 100] }],
          state: [{ "anything-but": "lost" }],
        },
      });
      await events.call("PutRule", { Name: `rule-${rule}`, EventBusName: busOf(rules), EventPattern });
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
}

async function put(events: ApiClient, rules: number, durationMs: number): Promise<{ count: number; seconds: number }> {
  const startedMs = performance.now();
  let count = 0;
  let next = 0;
  const client = async () => {
    while (performance.now() - startedMs < durationMs) {
      const Entries = Array.from({ length: entriesPerCall }, () => {
        const rule = next++ % rules;
        const detail = { kind: `kind-${rule}`, price: 200, state: "new", text: "x".repeat(100) };
        return {
          EventBusName: busOf(rules),
          Source: `shop.${rule % 50}`,
          DetailType: "order placed",
          Detail: JSON.stringify(detail),
        };
      });
      const { FailedEntryCount } = await events.call("PutEvents", { Entries });
      if (FailedEntryCount !== 0) throw new Error(`${FailedEntryCount} events were refused`);
      count += entriesPerCall;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { count, seconds: (performance.now() - startedMs) / 1000 };
}

function busOf(rules: number): string {
  return `bus-${rules}`;
}
