import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import { type Database, DeliverLater, type Effect, type PartitionKey } from "../database.ts";
import { effect, itemStatements, key, type OpenDatabase, openRig } from "./rig.ts";

export function describeOutbox(open: OpenDatabase): void {
  describe("the outbox", () => {
    test("delivers an effect after its commit, once, with where it's from", async () => {
      await using rig = await openRig(open);
      const inbox = createInbox();
      await rig.database.outbox.start(inbox.deliver);
      const sent = effect("s3.notify", '{"text":"é\\u0000"}');
      const from = { account: "", region: "", kind: "contract.thing", name: 'a"b' };
      await rig.database.partition(from).write((tx) => tx.emit(sent));
      await rig.database.outbox.idle();
      assert.deepEqual(inbox.received, [{ effect: sent, from }]);
      await emit(rig.database, "a", ["t", "x"]);
      await rig.database.outbox.idle();
      assert.equal(inbox.received.length, 2);
    });

    test("delivers what was left from before it started", async () => {
      await using rig = await openRig(open);
      for (const name of ["a", "b"]) for (const text of ["1", "2"]) await emit(rig.database, name, ["t", text]);
      const inbox = createInbox();
      await rig.database.outbox.start(inbox.deliver);
      await rig.database.outbox.idle();
      assert.deepEqual(inbox.texts("a", "t"), ["1", "2"]);
      assert.deepEqual(inbox.texts("b", "t"), ["1", "2"]);
    });

    test("delivers nothing of a write that failed", async () => {
      await using rig = await openRig(open);
      const inbox = createInbox();
      await rig.database.outbox.start(inbox.deliver);
      const failing = rig.database.partition(key("a")).write(async (tx) => {
        await tx.emit(effect("t", "no"));
        throw new Error("no");
      });
      await Promise.allSettled([emit(rig.database, "a", ["t", "1"]), failing, emit(rig.database, "a", ["t", "2"])]);
      await rig.database.outbox.idle();
      assert.deepEqual(inbox.texts("a", "t"), ["1", "2"]);
    });

    test("keeps the order of a partition and topic, over many pages", async () => {
      await using rig = await openRig(open);
      const inbox = createInbox();
      await rig.database.outbox.start(inbox.deliver);
      const texts = Array.from({ length: 350 }, (_, number) => `${number}`);
      await Promise.all(texts.map((text) => emit(rig.database, "a", ["even", text], ["odd", text])));
      await rig.database.outbox.idle();
      const order = await rig.database.partition(key("a")).read((tx) => tx.all(itemStatements.count, {}));
      assert.equal(order[0]?.count, 350);
      assert.deepEqual(inbox.texts("a", "even"), texts);
      assert.deepEqual(inbox.texts("a", "odd"), texts);
      assert.equal(inbox.received.length, 700);
    });

    test("delivers different partitions and topics at the same time", async () => {
      await using rig = await openRig(open);
      const gate = Promise.withResolvers<void>();
      const inbox = createInbox(async ({ payload }) => {
        if (payload === "slow") await gate.promise;
      });
      await rig.database.outbox.start(inbox.deliver);
      await emit(rig.database, "a", ["t", "slow"], ["t", "after the slow one"], ["u", "same partition"]);
      await emit(rig.database, "b", ["t", "other partition"]);
      await inbox.until(2);
      assert.deepEqual(
        new Set(inbox.received.map(({ effect }) => effect.payload)),
        new Set(["same partition", "other partition"]),
      );
      gate.resolve();
      await rig.database.outbox.idle();
      assert.deepEqual(inbox.texts("a", "t"), ["slow", "after the slow one"]);
    });

    test("repeats what fails after 1, 2, 4 … seconds and at most 5 minutes, without losing the order", async () => {
      await using rig = await openRig(open);
      const attempts: number[] = [];
      const inbox = createInbox(async ({ topic }) => {
        if (topic !== "failing") return;
        attempts.push(rig.clock.nowMs());
        if (attempts.length < 12) throw new Error("not yet");
      });
      await rig.database.outbox.start(inbox.deliver);
      await emit(rig.database, "a", ["failing", "1"], ["failing", "2"], ["fine", "3"]);
      await rig.database.outbox.idle();
      assert.deepEqual(inbox.texts("a", "fine"), ["3"]);
      for (const delayMs of [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map((seconds) => seconds * 1_000)) {
        const before = attempts.length;
        rig.clock.advance(delayMs - 1);
        await rig.database.outbox.idle();
        assert.equal(attempts.length, before);
        rig.clock.advance(1);
        await rig.database.outbox.idle();
        assert.ok(attempts.length > before, `no attempt after ${delayMs} ms`);
      }
      assert.deepEqual(inbox.texts("a", "failing"), ["1", "2"]);
    });

    test("sets a failing effect aside with those that must not overtake it, and delivers the others", async () => {
      await using rig = await openRig(open);
      const failing = new Set(["a1"]);
      const inbox = createInbox(async ({ payload }) => {
        if (failing.has(payload)) throw new Error("not yet");
      });
      await rig.database.outbox.start(inbox.deliver, ({ payload }) => payload.slice(0, 1));
      const texts = ["a1", "b1", "a2", "c1", "b2", "a3"];
      await emit(rig.database, "p", ...texts.map((text): [string, string] => ["t", text]));
      await rig.database.outbox.idle();
      assert.deepEqual(inbox.texts("p", "t"), ["b1", "c1", "b2"]);
      // What comes later is delivered at once, but for what is behind the failing one.
      await emit(rig.database, "p", ["t", "a4"], ["t", "d1"]);
      await rig.database.outbox.idle();
      assert.deepEqual(inbox.texts("p", "t"), ["b1", "c1", "b2", "d1"]);
      assert.deepEqual(await rig.database.outbox.counts(), { retrying: 1, parked: 0 });
      failing.clear();
      rig.clock.advance(1_000);
      await rig.database.outbox.idle();
      assert.deepEqual(inbox.texts("p", "t").slice(4), ["a1", "a2", "a3", "a4"]);
      assert.deepEqual(await rig.database.outbox.counts(), { retrying: 0, parked: 0 });
      await rig.database.outbox.stop();
      await rig.database.outbox.start(inbox.deliver);
      await rig.database.outbox.idle();
      assert.equal(inbox.received.length, 8);
    });

    test("keeps the order of what is behind a failing effect over a restart", async () => {
      await using rig = await openRig(open);
      let works = false;
      const inbox = createInbox(async ({ payload }) => {
        if (payload === "a1" && !works) throw new Error("not yet");
      });
      const order = ({ payload }: Effect) => payload.slice(0, 1);
      await rig.database.outbox.start(inbox.deliver, order);
      const texts = Array.from({ length: 250 }, (_, index) => (index % 2 === 0 ? `a${index + 1}` : `b${index + 1}`));
      await emit(rig.database, "p", ...texts.map((text): [string, string] => ["t", text]));
      await rig.database.outbox.idle();
      assert.equal(inbox.received.length, 125);
      await rig.database.outbox.stop();
      works = true;
      await rig.database.outbox.start(inbox.deliver, order);
      await rig.database.outbox.idle();
      const delivered = inbox.texts("p", "t");
      assert.deepEqual(
        delivered.filter((text) => text.startsWith("a")),
        texts.filter((text) => text.startsWith("a")),
      );
      assert.deepEqual(
        delivered.filter((text) => text.startsWith("b")),
        texts.filter((text) => text.startsWith("b")),
      );
    });

    test("waits as long as a delivery says it has to", async () => {
      await using rig = await openRig(open);
      const attempts: number[] = [];
      const startMs = rig.clock.nowMs();
      await rig.database.outbox.start(async () => {
        attempts.push(rig.clock.nowMs() - startMs);
        if (attempts.length === 1) throw new DeliverLater("throttled", startMs + 60_000);
      });
      await emit(rig.database, "a", ["t", "1"]);
      await rig.database.outbox.idle();
      for (let second = 0; second < 60; second++) {
        rig.clock.advance(1_000);
        await rig.database.outbox.idle();
      }
      assert.deepEqual(attempts, [0, 60_000]);
    });

    test("parks what fails for the twelfth time and goes on with what is behind; the parked can be listed, retried and dropped", async () => {
      const name = `t_${randomUUID().replaceAll("-", "")}`;
      await using rig = await openRig(open, name);
      const { outbox } = rig.database;
      const failing = new Set(["1", "3"]);
      const inbox = createInbox(async ({ payload }) => {
        if (failing.has(payload)) throw new Error(`${payload} cannot be delivered`);
      });
      await outbox.start(inbox.deliver);
      await emit(rig.database, "a", ["t", "1"], ["t", "2"], ["t", "3"], ["t", "4"]);
      await outbox.idle();
      for (let minute = 0; minute < 60; minute++) {
        rig.clock.advance(60_000);
        await outbox.idle();
      }
      assert.deepEqual(inbox.texts("a", "t"), ["2", "4"]);
      assert.deepEqual(await outbox.counts(), { retrying: 0, parked: 2 });
      const parked = await outbox.parked("", 10);
      const facts = parked.map(({ payload, from, topic, failures, reason }) => ({
        payload,
        from,
        topic,
        failures,
        reason,
      }));
      facts.sort((one, other) => (one.payload < other.payload ? -1 : 1));
      const expected = { from: key("a"), topic: "t", failures: 12 };
      assert.deepEqual(facts, [
        { ...expected, payload: "1", reason: "1 cannot be delivered" },
        { ...expected, payload: "3", reason: "3 cannot be delivered" },
      ]);
      assert.deepEqual(await outbox.parked(parked[0]?.id ?? "", 10), parked.slice(1));
      const idOf = (payload: string) => parked.find((each) => each.payload === payload)?.id ?? "";
      failing.clear();
      assert.equal(await outbox.retryParked(idOf("3")), true);
      assert.equal(await outbox.retryParked(idOf("3")), false);
      assert.equal(await outbox.dropParked(idOf("1")), true);
      assert.equal(await outbox.dropParked(idOf("1")), false);
      await outbox.idle();
      assert.deepEqual(inbox.texts("a", "t"), ["2", "4", "3"]);
      assert.equal(inbox.received.at(-1)?.effect.id, idOf("3"));
      assert.deepEqual(await outbox.counts(), { retrying: 0, parked: 0 });
    });

    test("begins with short delays again once a delivery has succeeded", async () => {
      await using rig = await openRig(open);
      let failures = 3;
      const inbox = createInbox(async () => {
        if (failures-- > 0) throw new Error("not yet");
      });
      await rig.database.outbox.start(inbox.deliver);
      await emit(rig.database, "a", ["t", "1"]);
      await rig.database.outbox.idle();
      for (const seconds of [1, 2, 4]) {
        rig.clock.advance(seconds * 1_000);
        await rig.database.outbox.idle();
      }
      assert.deepEqual(inbox.texts("a", "t"), ["1"]);
      failures = 1;
      await emit(rig.database, "a", ["t", "2"]);
      await rig.database.outbox.idle();
      rig.clock.advance(1_000);
      await rig.database.outbox.idle();
      assert.deepEqual(inbox.texts("a", "t"), ["1", "2"]);
    });

    test("stops after the delivery under way, and goes on when started again", async () => {
      await using rig = await openRig(open);
      const gate = Promise.withResolvers<void>();
      const inbox = createInbox(() => gate.promise);
      await rig.database.outbox.start(inbox.deliver);
      await emit(rig.database, "a", ["t", "1"], ["t", "2"]);
      await inbox.untilBegun(1);
      const stopping = rig.database.outbox.stop();
      gate.resolve();
      await stopping;
      assert.deepEqual(inbox.texts("a", "t"), ["1"]);
      await emit(rig.database, "a", ["t", "3"]);
      await rig.database.outbox.idle();
      assert.deepEqual(inbox.texts("a", "t"), ["1"]);
      await rig.database.outbox.start(inbox.deliver);
      await rig.database.outbox.idle();
      assert.deepEqual(inbox.texts("a", "t"), ["1", "2", "3"]);
    });

    test("keeps its word after the partition is dropped, but not after a reset", async () => {
      await using rig = await openRig(open);
      await emit(rig.database, "a", ["t", "promised"]);
      await rig.database.partition(key("a")).drop();
      const inbox = createInbox();
      await rig.database.outbox.start(inbox.deliver);
      await rig.database.outbox.idle();
      assert.deepEqual(
        inbox.received.map(({ effect, from }) => [effect.payload, from]),
        [["promised", key("a")]],
      );
      await rig.database.outbox.stop();
      await emit(rig.database, "a", ["t", "forgotten"]);
      await rig.database.reset();
      await rig.database.outbox.start(inbox.deliver);
      await rig.database.outbox.idle();
      assert.equal(inbox.received.length, 1);
    });

    test("lets a receiver write, also to the partition the effect is from", async () => {
      await using rig = await openRig(open);
      const partition = rig.database.partition(key("a"));
      await rig.database.outbox.start(async ({ payload }) => {
        const next = Number(payload) + 1;
        await partition.write(async (tx) => {
          await tx.run(itemStatements.put, { key: payload, value: next });
          if (next < 20) await tx.emit(effect("t", `${next}`));
        });
      });
      await emit(rig.database, "a", ["t", "0"]);
      await rig.database.outbox.idle();
      const row = await partition.read((tx) => tx.get(itemStatements.get, { key: "19" }));
      assert.equal(row?.value, 20);
    });
  });
}

async function emit(database: Database, name: string, ...effects: [topic: string, payload: string][]): Promise<void> {
  await database.partition(key(name)).write(async (tx) => {
    for (const [topic, payload] of effects) await tx.emit(effect(topic, payload));
    await tx.run(itemStatements.put, { key: effects[0]?.[1] ?? "", value: 0 });
  });
}

interface Received {
  readonly effect: Effect;
  readonly from: PartitionKey;
}

/** Notes what was delivered; `work` may wait or fail first. */
function createInbox(work: (effect: Effect) => Promise<void> = async () => {}) {
  const received: Received[] = [];
  let begun = 0;
  let waiting: (() => void)[] = [];
  const changed = () => {
    const told = waiting;
    waiting = [];
    for (const tell of told) tell();
  };
  const until = async (met: () => boolean) => {
    while (!met()) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return {
    received,
    texts: (name: string, topic: string) =>
      received
        .filter(({ effect, from }) => from.name === name && effect.topic === topic)
        .map(({ effect }) => effect.payload),
    until: (count: number) => until(() => received.length >= count),
    untilBegun: (count: number) => until(() => begun >= count),
    deliver: async (effect: Effect, from: PartitionKey) => {
      begun++;
      changed();
      await work(effect);
      received.push({ effect, from });
      changed();
    },
  };
}
