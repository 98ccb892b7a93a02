import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json } from "../../../cluster/cluster.ts";
import { createManualClock } from "../../../platform/clock.ts";
import type { ServiceHost } from "../../service.ts";
import { createGauge, fall, type PlaceCounts, rise } from "./counts.ts";
import { JointLevels } from "./joint-levels.ts";
import { type Level, levelOf, levelsOf } from "./levels.ts";

const at = { account: "000000000000", region: "us-east-1" };

test("what servers run at the same instants is added up by one of them; what they run one after the other is not", async () => {
  const { servers, clock } = openServers(3);
  const [one, two, three] = servers as [Server, Server, Server];
  // Two here and one there, then two there.
  one.run(2);
  two.run(1);
  clock.advance(1_000);
  await sampled();
  one.run(-2);
  two.run(-1);
  clock.advance(1_000);
  await sampled();
  three.run(2);
  clock.advance(1_000);
  await sampled();
  three.run(-2);
  clock.advance(2_000);
  await Promise.all(servers.map((server) => server.report()));
  for (const server of servers) server.levels.flush();
  const joined = servers.flatMap(({ joined }) => joined);
  const concurrent = joined.filter(({ metric }) => metric === "ConcurrentExecutions");
  assert.deepEqual(concurrent.map(levelOf), [3]);
  const claimed = joined.filter(({ metric }) => metric === "ClaimedAccountConcurrency");
  assert.deepEqual(claimed.map(levelOf), [3 + 7]);
  for (const server of servers) server.levels.stop();
});

test("a server that reaches nobody tells its own", async () => {
  const { servers, clock, cut } = openServers(2);
  const [one] = servers as [Server, Server];
  one.run(2);
  one.run(-2);
  clock.advance(5_000);
  cut();
  await one.report();
  const own = one.joined.filter(({ metric }) => metric === "ConcurrentExecutions");
  assert.deepEqual(own.map(levelOf), [2]);
  for (const server of servers) server.levels.stop();
});

test("of servers that notice the end of a span more or less late, each tells what ran then as that span's", async () => {
  const { servers, clock } = openServers(2);
  const [one, two] = servers as [Server, Server];
  one.run(2);
  two.run(1);
  clock.advance(1_000);
  await sampled();
  one.run(-2);
  two.run(-1);
  // To the span's last millisecond, and some over.
  clock.advance(3_999);
  await one.report();
  clock.advance(20);
  await two.report();
  for (const server of servers) server.levels.flush();
  const concurrent = [...one.joined, ...two.joined].filter(({ metric }) => metric === "ConcurrentExecutions");
  assert.deepEqual(concurrent.map(levelOf), [3]);
  for (const server of servers) server.levels.stop();
});

test("what is about to run in the next span is not told as the former one's", async () => {
  const { servers, clock } = openServers(1);
  const [one] = servers as [Server];
  one.run(1);
  clock.advance(100);
  await sampled();
  one.run(-1);
  clock.advance(5_000);
  one.run(2);
  one.run(-2);
  await one.report();
  one.levels.flush();
  const concurrent = one.joined.filter(({ metric }) => metric === "ConcurrentExecutions");
  assert.deepEqual(concurrent.map(levelOf), [1, 2]);
  one.levels.stop();
});

interface Server {
  readonly levels: JointLevels;
  readonly joined: Level[];
  run(change: number): void;
  report(): Promise<void>;
}

function openServers(count: number) {
  const clock = createManualClock();
  const answers = new Map<string, (payload: Json, from: string) => Promise<Json>>();
  const live = Array.from({ length: count }, (_, index) => ({
    id: `node-${index}`,
    address: "a:1",
    isDraining: false,
  }));
  let isCut = false;
  const servers = live.map(({ id }): Server => {
    const host = {
      clock,
      nodes: { self: id, live: () => live },
      peers: {
        answer: (_kind: string, answer: (payload: Json, from: string) => Promise<Json>) => answers.set(id, answer),
        ask: async (node: string, _kind: string, payload: Json) => {
          if (isCut) throw new Error("cut");
          return answers.get(node)?.(JSON.parse(JSON.stringify(payload)), id);
        },
      },
    } as unknown as ServiceHost;
    const place = createPlace(clock.nowMs());
    const joined: Level[] = [];
    const report = () => levels.report(at, levelsOf(place));
    const levels = new JointLevels(
      host,
      () => [place],
      () => {
        void report();
        for (const gauge of [place.running, place.runningUnreserved])
          Object.assign(gauge, createGauge(gauge), { samples: undefined });
      },
      (_at, _minuteMs, all) => joined.push(...all),
    );
    return {
      levels,
      joined,
      run: (change) => {
        levels.begin();
        for (const gauge of [place.running, place.runningUnreserved]) {
          for (let times = 0; times < Math.abs(change); times++) (change > 0 ? rise : fall)(gauge);
        }
        place.claimed = 7;
        place.mostClaimed = Math.max(place.mostClaimed, place.runningUnreserved.now + 7);
      },
      report,
    };
  });
  return {
    servers,
    clock,
    cut: () => {
      isCut = true;
    },
  };
}

/** Instants are looked at by the machine's time. */
function sampled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 150));
}

function createPlace(minuteMs: number): PlaceCounts {
  const gauges = { running: createGauge(), runningUnreserved: createGauge(), runningProvisioned: createGauge() };
  return { at, minuteMs, ...gauges, claimed: 0, mostClaimed: 0, functions: new Map() };
}
