import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { describe, test } from "node:test";
import { eventually } from "../../../test/support/eventually.ts";
import {
  type Database,
  DeliverLater,
  type Firing,
  ParkError,
  type TimerKind,
  type TimerSetting,
  type WriteTransaction,
} from "../database.ts";
import { findTimer } from "../timer-statements.ts";
import { countItems, itemStatements, key, type OpenDatabase, openRig, type Rig } from "./rig.ts";

const minuteMs = 60_000;

export function describeTimers(open: OpenDatabase): void {
  describe("timers", () => {
    test("fire once, when their time has come and not before, with what they were set with", async () => {
      await using rig = await openRig(open);
      const clockwork = createClockwork();
      rig.database.timers.start(clockwork.kinds);
      const dueMs = rig.clock.nowMs() + minuteMs;
      const from = { account: "", region: "", kind: "contract.thing", name: 'a"é' };
      await rig.database
        .partition(from)
        .write((tx) => tx.setTimer({ kind: "t", key: "k\u0001", dueMs, payload: '{"é":1}' }));
      rig.clock.advance(minuteMs - 1);
      await rig.database.timers.idle();
      assert.equal(clockwork.fired.length, 0);
      rig.clock.advance(1);
      await rig.database.timers.idle();
      const facts = clockwork.fired.map(({ kind, key, payload, dueMs, from, failures }) => ({
        kind,
        key,
        payload,
        dueMs,
        from,
        failures,
      }));
      assert.deepEqual(facts, [{ kind: "t", key: "k\u0001", payload: '{"é":1}', dueMs, from, failures: 0 }]);
      rig.clock.advance(10 * minuteMs);
      await rig.database.timers.idle();
      assert.equal(clockwork.fired.length, 1);
      assert.equal(await rig.database.partition(from).read((tx) => findTimer(tx, "t", "k\u0001")), undefined);
    });

    test("are set with their commit or not at all", async () => {
      await using rig = await openRig(open);
      const clockwork = createClockwork();
      rig.database.timers.start(clockwork.kinds);
      const failing = rig.database.partition(key("a")).write(async (tx) => {
        await tx.setTimer(at(rig, 0, "no"));
        throw new Error("no");
      });
      await Promise.allSettled([set(rig, "a", at(rig, 0, "1")), failing, set(rig, "a", at(rig, 0, "2"))]);
      await rig.database.timers.idle();
      assert.deepEqual(clockwork.keys().toSorted(), ["1", "2"]);
    });

    test("that are past fire at once, the earliest first", async () => {
      await using rig = await openRig(open);
      const clockwork = createClockwork({ atOnce: 1 });
      await set(rig, "a", at(rig, -1, "3"), at(rig, -3, "1"));
      await set(rig, "b", at(rig, -2, "2"));
      rig.database.timers.start(clockwork.kinds);
      await rig.database.timers.idle();
      // Partitions of different shards do not wait for one another.
      assert.deepEqual(
        clockwork.keys().filter((each) => each !== "2"),
        ["1", "3"],
      );
      assert.equal(clockwork.fired.length, 3);
    });

    test("can be set anew and cancelled, by their kind and key", async () => {
      await using rig = await openRig(open);
      const clockwork = createClockwork();
      rig.database.timers.start(clockwork.kinds);
      await set(rig, "a", at(rig, 1, "moved"), at(rig, 1, "cancelled"), at(rig, 1, "stays"));
      await set(rig, "a", { ...at(rig, 3, "moved"), payload: "new" });
      await rig.database.partition(key("a")).write(async (tx) => {
        await tx.cancelTimer("t", "cancelled");
        await tx.cancelTimer("u", "stays");
        await tx.cancelTimer("t", "was never there");
      });
      assert.equal(
        await rig.database.partition(key("a")).read((tx) => findTimer(tx, "t", "moved")),
        rig.clock.nowMs() + 3 * minuteMs,
      );
      rig.clock.advance(2 * minuteMs);
      await rig.database.timers.idle();
      assert.deepEqual(clockwork.keys(), ["stays"]);
      rig.clock.advance(minuteMs);
      await rig.database.timers.idle();
      assert.deepEqual(clockwork.keys(), ["stays", "moved"]);
      assert.equal(clockwork.fired.at(-1)?.payload, "new");
    });

    test("settle in the commit of what they do, and can be due again by it", async () => {
      await using rig = await openRig(open);
      const partition = rig.database.partition(key("a"));
      const clockwork = createClockwork({}, async (firing) => {
        await partition.write(async (tx) => {
          const round = Number(firing.payload);
          await tx.run(itemStatements.add, { key: firing.payload, value: round });
          await firing.settle(tx, round < 3 ? { dueMs: firing.dueMs + minuteMs, payload: `${round + 1}` } : undefined);
        });
      });
      rig.database.timers.start(clockwork.kinds);
      await set(rig, "a", { ...at(rig, 1, "k"), payload: "1" });
      for (let minute = 0; minute < 6; minute++) {
        rig.clock.advance(minuteMs);
        await rig.database.timers.idle();
      }
      assert.deepEqual(
        clockwork.fired.map(({ payload }) => payload),
        ["1", "2", "3"],
      );
      assert.equal(new Set(clockwork.fired.map(({ id }) => id)).size, 3, "each round is one of its own");
      assert.equal(await countItems(rig.database, "a"), 3);
    });

    test("that are set anew or cancelled while they fire do not settle: nothing of the write remains", async () => {
      await using rig = await openRig(open);
      const partition = rig.database.partition(key("a"));
      const outcomes: unknown[] = [];
      const clockwork = createClockwork({}, async (firing) => {
        if (firing.payload === "new") return;
        await partition.write((tx) => meanwhile(firing.key, tx));
        const settling = partition.write(async (tx) => {
          await tx.run(itemStatements.add, { key: firing.key, value: 1 });
          await firing.settle(tx);
        });
        outcomes.push(await settling.catch((error: Error) => error.name));
        await settling;
      });
      const meanwhile = async (name: string, tx: WriteTransaction) => {
        if (name === "cancelled") await tx.cancelTimer("t", name);
        if (name === "anew") await tx.setTimer({ ...at(rig, 5, name), payload: "new" });
      };
      rig.database.timers.start(clockwork.kinds);
      await set(rig, "a", at(rig, 0, "cancelled"), at(rig, 0, "anew"), at(rig, 0, "left"));
      await rig.database.timers.idle();
      assert.deepEqual(outcomes.toSorted(), [undefined, "TimerGoneError", "TimerGoneError"].toSorted());
      assert.equal(await countItems(rig.database, "a"), 1);
      rig.clock.advance(4 * minuteMs);
      await rig.database.timers.idle();
      assert.equal(clockwork.fired.length, 3, "neither is repeated");
      rig.clock.advance(minuteMs);
      await rig.database.timers.idle();
      assert.deepEqual(
        clockwork.fired.slice(3).map(({ key, payload }) => [key, payload]),
        [["anew", "new"]],
      );
    });

    test("of which one settles settle no second time, whoever fires", async () => {
      await using rig = await openRig(open);
      const partition = rig.database.partition(key("a"));
      const outcomes: unknown[] = [];
      const clockwork = createClockwork({}, async (firing) => {
        for (const item of ["one", "two"]) {
          const settling = partition.write(async (tx) => {
            await tx.run(itemStatements.add, { key: item, value: 1 });
            await firing.settle(tx);
          });
          outcomes.push(await settling.catch((error: Error) => error.name));
        }
      });
      rig.database.timers.start(clockwork.kinds);
      await set(rig, "a", at(rig, 0, "k"));
      await rig.database.timers.idle();
      assert.deepEqual(outcomes, [undefined, "TimerGoneError"]);
      assert.equal(await countItems(rig.database, "a"), 1);
    });

    test("whose firing fails fire again after 1, 2, 4 … seconds, or when it says, as the same", async () => {
      await using rig = await openRig(open);
      const startMs = rig.clock.nowMs();
      const firedMs: number[] = [];
      const clockwork = createClockwork({}, async ({ failures }) => {
        firedMs.push(rig.clock.nowMs());
        if (failures === 2) throw new DeliverLater("busy", rig.clock.nowMs() + 10_000);
        if (failures < 5) throw new Error("not yet");
      });
      rig.database.timers.start(clockwork.kinds);
      await set(rig, "a", at(rig, 0, "k"));
      await rig.database.timers.idle();
      assert.deepEqual(await rig.database.timers.counts(), { retrying: 1, parked: 0 });
      for (let second = 0; second < 60; second++) {
        rig.clock.advance(1_000);
        await rig.database.timers.idle();
      }
      assert.deepEqual(
        firedMs.map((atMs) => (atMs - startMs) / 1_000),
        [0, 1, 3, 13, 21, 37],
      );
      assert.equal(new Set(clockwork.fired.map(({ id }) => id)).size, 1);
      assert.deepEqual(new Set(clockwork.fired.map(({ dueMs }) => dueMs)), new Set([startMs]));
      assert.deepEqual(await rig.database.timers.counts(), { retrying: 0, parked: 0 });
    });

    test("that fail for the twelfth time, or for good, are parked, also over a restart: listed, retried, dropped", async () => {
      const name = `t_${randomUUID().replaceAll("-", "")}`;
      await using rig = await openRig(open, name);
      const { timers } = rig.database;
      const failing = new Set(["1", "2", "good"]);
      const clockwork = createClockwork({}, async ({ key }) => {
        if (key === "good") throw new ParkError("there is no use");
        if (failing.has(key)) throw new Error(`${key} cannot`);
      });
      timers.start(clockwork.kinds);
      await set(rig, "a", ...["1", "2", "3", "good"].map((each) => at(rig, 0, each)));
      for (let minute = 0; minute < 60; minute++) {
        await timers.idle();
        rig.clock.advance(minuteMs);
      }
      await timers.idle();
      assert.equal(clockwork.keys().filter((each) => each === "1").length, 12);
      assert.equal(clockwork.keys().filter((each) => each === "good").length, 1);
      assert.deepEqual(await timers.counts(), { retrying: 0, parked: 3 });
      await timers.stop();
      timers.start(clockwork.kinds);
      await timers.idle();
      const parked = await timers.parked("", 10);
      assert.deepEqual(
        parked.map(({ kind, key, from, failures, reason }) => ({ kind, key, from, failures, reason })),
        [
          { kind: "t", key: "1", from: key("a"), failures: 12, reason: "1 cannot" },
          { kind: "t", key: "2", from: key("a"), failures: 12, reason: "2 cannot" },
          { kind: "t", key: "good", from: key("a"), failures: 1, reason: "there is no use" },
        ],
      );
      assert.deepEqual(await timers.parked(parked[0]?.id ?? "", 1), parked.slice(1, 2));
      failing.clear();
      const [one = "", two = "", good = ""] = parked.map(({ id }) => id);
      const before = clockwork.fired.length;
      assert.equal(await timers.retryParked(one), true);
      assert.equal(await timers.retryParked(one), false);
      assert.equal(await timers.dropParked(two), true);
      assert.equal(await timers.dropParked(two), false);
      assert.equal(await timers.retryParked("no id"), false);
      assert.equal(await timers.dropParked("timer-"), false);
      await timers.idle();
      assert.deepEqual(clockwork.keys().slice(before), ["1"]);
      assert.deepEqual(await timers.counts(), { retrying: 0, parked: 1 });
      // One that is set anew is not parked any more.
      await set(rig, "a", at(rig, 1, "good"));
      assert.deepEqual(await timers.counts(), { retrying: 0, parked: 0 });
      assert.equal(await timers.retryParked(good), false);
    });

    test("of one kind do not wait for those of another, of which none ends", async () => {
      await using rig = await openRig(open);
      const gate = Promise.withResolvers<void>();
      const clockwork = createClockwork({ atOnce: 2 }, async ({ kind }) => {
        if (kind === "t") await gate.promise;
      });
      rig.database.timers.start(clockwork.kinds);
      const stuck = Array.from({ length: 50 }, (_, index) => at(rig, 0, `${index}`));
      await set(rig, "a", ...stuck, { ...at(rig, 0, "free"), kind: "u" });
      await clockwork.until(() => clockwork.keys().includes("free"));
      assert.ok(clockwork.fired.length <= 3, `${clockwork.fired.length} at once`);
      gate.resolve();
      await rig.database.timers.idle();
      assert.equal(clockwork.fired.length, 51);
    });

    test("that are to fire in order do, also those that one of them sets anew in between; they are counted", async () => {
      await using rig = await openRig(open);
      const beganMs = rig.clock.nowMs();
      let running = 0;
      const clockwork = createClockwork({ inOrder: true }, async (firing) => {
        running++;
        await new Promise((resolve) => setImmediate(resolve));
        assert.ok(running === 1 || firing.dueMs === beganMs + 4 * minuteMs, "one time after the other");
        const dueMs = firing.dueMs + minuteMs;
        await rig.database.partition(firing.from).write(async (tx) => {
          await firing.settle(tx, firing.key === "each" && dueMs < beganMs + 4 * minuteMs ? { dueMs } : undefined);
        });
        running--;
      });
      // In one partition: what has an order has one.
      await set(rig, "a", at(rig, 4, "last a"), at(rig, 1, "each"), at(rig, 2.5, "one"), at(rig, 4, "last b"));
      rig.database.timers.start(clockwork.kinds);
      assert.equal(await rig.database.timers.nextInOrderMs(), beganMs + minuteMs);
      assert.equal(await rig.database.timers.dueInOrder(), 0);
      rig.clock.advance(10 * minuteMs);
      await rig.database.timers.idle();
      assert.deepEqual(clockwork.keys().slice(0, 4), ["each", "each", "one", "each"]);
      assert.deepEqual(clockwork.keys().slice(4).toSorted(), ["last a", "last b"]);
      assert.equal(await rig.database.timers.nextInOrderMs(), undefined);
      await rig.database.timers.stop();
      await set(rig, "a", at(rig, 0, "x"), at(rig, 0, "y"));
      const gate = Promise.withResolvers<void>();
      rig.database.timers.start(createClockwork({ inOrder: true }, () => gate.promise).kinds);
      assert.equal(await rig.database.timers.dueInOrder(), 2);
      gate.resolve();
    });

    test("of many partitions, more than are read at a time, each fire once", async () => {
      await using rig = await openRig(open);
      const clockwork = createClockwork();
      rig.database.timers.start(clockwork.kinds);
      const names = Array.from({ length: 20 }, (_, index) => `p${index}`);
      await Promise.all(
        names.map((name) =>
          set(rig, name, ...Array.from({ length: 50 }, (_, index) => at(rig, index % 3, `${name} ${index}`))),
        ),
      );
      for (let minute = 0; minute < 3; minute++) {
        await rig.database.timers.idle();
        assert.ok(clockwork.fired.every(({ dueMs }) => dueMs <= rig.clock.nowMs()));
        rig.clock.advance(minuteMs);
      }
      await rig.database.timers.idle();
      assert.equal(clockwork.fired.length, 1_000);
      assert.equal(new Set(clockwork.keys()).size, 1_000);
    });

    test("go with their partition, and with a reset; one made anew has none", async () => {
      await using rig = await openRig(open);
      const clockwork = createClockwork();
      rig.database.timers.start(clockwork.kinds);
      await set(rig, "a", at(rig, 1, "dropped"));
      await rig.database.partition(key("a")).drop();
      await set(rig, "a", at(rig, 1, "new"));
      rig.clock.advance(minuteMs);
      await rig.database.timers.idle();
      assert.deepEqual(clockwork.keys(), ["new"]);
      await set(rig, "a", at(rig, 1, "forgotten"));
      await rig.database.timers.stop();
      await rig.database.reset();
      rig.database.timers.start(clockwork.kinds);
      rig.clock.advance(minuteMs);
      await rig.database.timers.idle();
      assert.deepEqual(clockwork.keys(), ["new"]);
    });

    test("that fire at the stop are told so, and fire again after the next start; those due meanwhile may rest first", async () => {
      await using rig = await openRig(open);
      const clockwork = createClockwork({ restAfterStartMs: 10_000 }, async ({ signal, failures }) => {
        if (clockwork.fired.length > 1) return assert.equal(failures, 0);
        await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
        throw new Error("interrupted");
      });
      rig.database.timers.start(clockwork.kinds);
      await set(rig, "a", at(rig, 0, "k"));
      rig.clock.advance(10_000);
      await clockwork.until(() => clockwork.fired.length === 1);
      await rig.database.timers.stop();
      rig.database.timers.start(clockwork.kinds);
      await rig.database.timers.idle();
      assert.equal(clockwork.fired.length, 1);
      rig.clock.advance(10_000);
      await rig.database.timers.idle();
      assert.equal(clockwork.fired.length, 2);
      assert.equal(clockwork.fired[0]?.id, clockwork.fired[1]?.id);
    });

    test("are foreseen once, some time before they fire, and what is cancelled is not", async () => {
      await using rig = await openRig(open);
      const told: string[] = [];
      const foresee = {
        byMs: 1_000,
        tell: async ({ key, payload, from }: Pick<Firing, "key" | "payload" | "from">) => {
          told.push(`${from.name} ${key} ${payload}`);
        },
      };
      const clockwork = createClockwork({ foresee });
      rig.database.timers.start(clockwork.kinds);
      await set(rig, "a", { ...at(rig, 1, "1"), payload: "first" }, at(rig, 2, "2"), at(rig, 3, "3"), at(rig, 4, "4"));
      await rig.database.partition(key("a")).write((tx) => tx.cancelTimer("t", "2"));
      rig.clock.advance(minuteMs - 1_001);
      await rig.database.timers.idle();
      assert.deepEqual(told, []);
      rig.clock.advance(1);
      await eventually(async () => told.length > 0 || undefined, "the first to be foreseen");
      assert.deepEqual([told, clockwork.keys()], [["a 1 first"], []]);
      rig.clock.advance(1_000);
      await rig.database.timers.idle();
      assert.deepEqual([told, clockwork.keys()], [["a 1 first"], ["1"]]);
      // The third's turn comes in two steps: one that is foreseen is not told of again.
      rig.clock.advance(2 * minuteMs - 500);
      await eventually(async () => told.length > 1 || undefined, "the third to be foreseen");
      rig.clock.advance(500);
      await rig.database.timers.idle();
      assert.deepEqual(
        [told, clockwork.keys()],
        [
          ["a 1 first", "a 3 "],
          ["1", "3"],
        ],
      );
    });

    test("never have the id of one that was before", async () => {
      await using rig = await openRig(open);
      const clockwork = createClockwork();
      rig.database.timers.start(clockwork.kinds);
      for (let round = 0; round < 3; round++) {
        await set(rig, "a", at(rig, 0, "k"));
        await rig.database.timers.idle();
        await rig.database.timers.stop();
        if (round === 1) await rig.database.reset();
        rig.database.timers.start(clockwork.kinds);
      }
      assert.equal(new Set(clockwork.fired.map(({ id }) => id)).size, 3);
    });
  });
}

/** Due in so many minutes. */
function at({ clock }: Rig, minutes: number, timerKey: string): TimerSetting {
  return { kind: "t", key: timerKey, dueMs: clock.nowMs() + minutes * minuteMs };
}

async function set({ database }: { database: Database }, name: string, ...timers: TimerSetting[]): Promise<void> {
  await database.partition(key(name)).write(async (tx) => {
    for (const timer of timers) await tx.setTimer(timer);
  });
}

/** Notes what has fired; `work` may wait or fail then. */
function createClockwork(kind: Omit<TimerKind, "fire"> = {}, work: (firing: Firing) => Promise<void> = async () => {}) {
  const fired: Firing[] = [];
  let waiting: (() => void)[] = [];
  const fire = async (firing: Firing) => {
    fired.push(firing);
    for (const tell of waiting.splice(0)) tell();
    await work(firing);
  };
  return {
    fired,
    kinds: new Map<string, TimerKind>([
      ["t", { ...kind, fire }],
      ["u", { ...kind, fire }],
    ]),
    keys: () => fired.map((firing) => firing.key),
    until: async (met: () => boolean) => {
      while (!met()) await new Promise<void>((resolve) => waiting.push(resolve));
      waiting = [];
    },
  };
}
