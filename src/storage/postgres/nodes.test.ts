import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import pg from "pg";
import { eventually } from "../../../test/support/eventually.ts";
import { effect, itemStatements, key, openRig, putItem, type Rig } from "../contract/rig.ts";
import type { Firing, WriteTransaction } from "../database.ts";
import type { DatabaseOfSeveral } from "../shared-database.ts";
import type { TimerOwnership } from "../timer-ownership.ts";
import { openPostgres } from "./postgres.ts";
import { startProxy } from "./test-proxy.ts";
import { startTestServer, type TestServer } from "./test-server.ts";

const server = await startTestServer();
if ("reason" in server) {
  test("PostgreSQL nodes", { skip: process.env.SQUALL_TEST_NO_SKIP ? false : server.reason }, () => {
    throw new Error(server.reason);
  });
} else {
  after(() => server.stop());
  describeNodes(server);
  describeLosses(server);
  describeOutage();
  describeSilence(server);
}

/** What several processes on one database owe one another. */
function describeNodes(server: TestServer): void {
  const openNodes = async (name: string): Promise<[Rig, Rig]> => {
    const url = await server.database(name);
    // At once: each makes the schema unless the other has.
    return Promise.all([
      openRig((_, parts) => openPostgres({ url, ...parts }), name),
      openRig((_, parts) => openPostgres({ url, ...parts }), name),
    ]);
  };

  describe("PostgreSQL nodes", () => {
    test("write to one partition one after the other", async () => {
      const nodes = await openNodes("serial");
      await using _one = nodes[0];
      await using _two = nodes[1];
      const increment = async (tx: WriteTransaction) => {
        const value = (await tx.get(itemStatements.get, { key: "n" }))?.value ?? 0;
        await tx.run(itemStatements.put, { key: "n", value: value + 1 });
        return tx.nextSequence();
      };
      const writes = Array.from({ length: 120 }, (_, number) =>
        (nodes[number % 2] as Rig).database.partition(key("a")).write(increment),
      );
      const numbers = (await Promise.all(writes)).sort((a, b) => a - b);
      assert.deepEqual(
        numbers,
        Array.from({ length: 120 }, (_, index) => index + 1),
      );
      const row = await nodes[0].database.partition(key("a")).read((tx) => tx.get(itemStatements.get, { key: "n" }));
      assert.equal(row?.value, 120);
    });

    test("see a partition that another has dropped and made anew", async () => {
      const [one, two] = await openNodes("dropped");
      await using _one = one;
      await using _two = two;
      await putItem(one.database, "a", "old");
      await putItem(two.database, "a", "old too");
      await two.database.partition(key("a")).drop();
      await putItem(two.database, "a", "new");
      const partition = one.database.partition(key("a"));
      const keys = await partition.read((tx) => tx.all(itemStatements.keys, { after: "", limit: 10 }));
      assert.deepEqual(
        keys.map((row) => row.key),
        ["new"],
      );
      await putItem(one.database, "a", "newer");
      const row = await two.database.partition(key("a")).read((tx) => tx.get(itemStatements.count, {}));
      assert.equal(row?.count, 2);
    });

    test("deliver each effect, in order, and those of a node that has gone", async () => {
      const [one, two] = await openNodes("deliveries");
      await using _two = two;
      const delivered: string[] = [];
      const enough = Promise.withResolvers<void>();
      const deliver = async ({ payload }: { payload: string }) => {
        if (!delivered.includes(payload)) delivered.push(payload);
        if (delivered.length === 60) enough.resolve();
      };
      const emit = (rig: Rig, number: number) =>
        rig.database.partition(key("a")).write((tx) => tx.emit(effect("t", `${number}`)));
      for (let number = 0; number < 20; number++) await emit(one, number);
      await one.database.outbox.start(() => Promise.reject(new Error("this node cannot")));
      await one.database.close();
      await two.database.outbox.start(deliver);
      for (let number = 20; number < 40; number++) await emit(two, number);
      const third = await openRig(
        async (name, parts) => openPostgres({ url: await server.database(name), ...parts }),
        "deliveries",
      );
      await using _third = third;
      // This node delivers nothing itself: what it commits is found by the other.
      for (let number = 40; number < 60; number++) await emit(third, number);
      await enough.promise;
      assert.deepEqual(
        delivered,
        Array.from({ length: 60 }, (_, index) => `${index}`),
      );
    });

    test("deliver the effects of one that stands still in the middle of them, which then goes on with none", async () => {
      const url = await server.database("still");
      await using proxy = await startProxy(url);
      const one = await openRig((_, parts) => openPostgres({ url: proxy.url, ...parts }), "still");
      await using _one = one;
      await using two = await openRig((_, parts) => openPostgres({ url, ...parts }), "still");
      const emit = (rig: Rig, payload: string) =>
        rig.database.partition(key("a")).write((tx) => tx.emit(effect("t", payload)));
      for (const payload of ["0", "1", "2"]) await emit(one, payload);
      const delivered: string[] = [];
      const away = Promise.withResolvers<void>();
      await one.database.outbox.start(async ({ payload }) => {
        delivered.push(`one ${payload}`);
        await away.promise;
      });
      await eventually(async () => delivered.length > 0 || undefined, "the first node to begin");
      proxy.stall();
      await two.database.outbox.start(async ({ payload }) => void delivered.push(`two ${payload}`));
      await eventually(async () => delivered.length === 4 || undefined, "the second node to take over", 60_000);
      // As a process that wakes: it has what was under way, and does not know yet that its session has ended.
      away.resolve();
      proxy.resume();
      await emit(one, "3");
      await eventually(async () => delivered.some((each) => each.endsWith("3")) || undefined, "what comes after it");
      assert.deepEqual(delivered.slice(0, 4), ["one 0", "two 0", "two 1", "two 2"]);
      assert.equal(delivered.length, 5, "each of the others once");
    });

    test("fire each timer on one of them, and those of a node that has gone on the other", async () => {
      const [one, two] = await openNodes("timers");
      await using _two = two;
      const fired: string[] = [];
      const enough = Promise.withResolvers<void>();
      const kinds = (node: string) =>
        new Map([
          [
            "t",
            {
              fire: async (firing: Firing) => {
                fired.push(`${node} ${firing.key}`);
                if (fired.length === 60) enough.resolve();
              },
            },
          ],
        ]);
      // Each of the nodes has it told by the other, of partitions that are the other's.
      const set = ({ database, clock }: Rig, number: number) =>
        database
          .partition(key(`p${number}`))
          .write((tx) => tx.setTimer({ kind: "t", key: `${number}`, dueMs: clock.nowMs() }));
      const owners = createOwners();
      one.database.timers.start(kinds("one"), owners.of("one"));
      for (let number = 0; number < 20; number++) await set(one, number);
      await one.database.timers.idle();
      two.database.timers.start(kinds("two"), owners.of("two"));
      assert.equal(fired.length, 20);
      for (let number = 20; number < 40; number++) await set(two, number);
      await eventually(async () => fired.length === 40 || undefined, "the first node to find them");
      assert.ok(fired.every((each) => each.startsWith("one ")));
      await one.database.close();
      for (let number = 40; number < 60; number++) await set(two, number);
      await enough.promise;
      assert.deepEqual(
        new Set(fired.map((each) => each.split(" ")[1])),
        new Set(Array.from({ length: 60 }, (_, index) => `${index}`)),
      );
      assert.ok(fired.slice(40).every((each) => each.startsWith("two ")));
    });

    test("of two versions go on beside each other: what the older does not know is left to the newer", async () => {
      const [older, newer] = await openNodes("versions");
      await using _older = older;
      await using _newer = newer;
      // Versions change tables so that the version before goes on with them.
      const sql = "ALTER TABLE contract_items ADD COLUMN words TEXT NOT NULL DEFAULT 'none'";
      await putItem(older.database, "a", "before");
      await newer.database.migrate([{ name: "contract-2", migrations: [{ name: "002-words", sql }] }]);
      await putItem(older.database, "a", "after");
      const url = await server.database("versions");
      await using restarted = await openRig((_, parts) => openPostgres({ url, ...parts }), "versions");
      await putItem(restarted.database, "a", "again");
      const row = await newer.database.partition(key("a")).read((tx) => tx.get(itemStatements.count, {}));
      assert.equal(row?.count, 3);

      const done: string[] = [];
      const receive =
        (node: string, topics: readonly string[]) => async (effect: { topic: string; payload: string }) => {
          if (!topics.includes(effect.topic)) throw new Error(`no service receives ${effect.topic}`);
          done.push(`${node} ${effect.payload}`);
        };
      const fires = (node: string, kinds: readonly string[]) =>
        new Map(kinds.map((kind) => [kind, { fire: async ({ key: of }: Firing) => void done.push(`${node} ${of}`) }]));
      const owners = createOwners();
      await older.database.outbox.start(receive("older", ["t"]));
      older.database.timers.start(fires("older", ["t"]), owners.of("older"));
      await newer.database.partition(key("a")).write(async (tx) => {
        await tx.emit(effect("t", "known effect"));
        await tx.emit(effect("new", "new effect"));
        await tx.setTimer({ kind: "t", key: "known timer", dueMs: newer.clock.nowMs() });
        await tx.setTimer({ kind: "new", key: "new timer", dueMs: newer.clock.nowMs() });
      });
      const has = (...all: string[]) =>
        eventually(async () => all.every((each) => done.includes(each)) || undefined, all.join(), 30_000);
      await has("older known effect", "older known timer");
      await newer.database.outbox.start(receive("newer", ["t", "new"]));
      newer.database.timers.start(fires("newer", ["t", "new"]), owners.of("newer"));
      await has("newer new effect");
      assert.ok(!done.includes("newer new timer"), "the older has the shards");
      await older.database.timers.stop();
      await has("newer new timer");
      assert.equal(done.length, 4, "each once");
      assert.deepEqual(await newer.database.outbox.parked("", 10), []);
    });

    test("settle a timer once, if both have fired it: one that was away too long is refused", async () => {
      const [one, two] = await openNodes("fenced");
      await using _one = one;
      await using _two = two;
      const away = Promise.withResolvers<void>();
      const begun = Promise.withResolvers<AbortSignal>();
      const outcomes: Record<string, unknown> = {};
      const kinds = (node: string, { database }: Rig, until: Promise<void>) =>
        new Map([
          [
            "t",
            {
              fire: async (firing: Firing) => {
                begun.resolve(firing.signal);
                await until;
                const settling = database.partition(firing.from).write(async (tx) => {
                  await tx.run(itemStatements.add, { key: node, value: 1 });
                  await firing.settle(tx);
                });
                outcomes[node] = await settling.catch((error: Error) => error.name);
              },
            },
          ],
        ]);
      one.database.timers.start(kinds("one", one, away.promise));
      await one.database
        .partition(key("a"))
        .write((tx) => tx.setTimer({ kind: "t", key: "k", dueMs: one.clock.nowMs() }));
      const signal = await begun.promise;
      // The first node does not know yet that the second has its shards.
      two.database.timers.start(kinds("two", two, Promise.resolve()));
      await eventually(async () => "two" in outcomes || undefined, "the second node to fire it");
      assert.equal(signal.aborted, false);
      away.resolve();
      await eventually(async () => "one" in outcomes || undefined, "the first node to come to an end");
      assert.deepEqual(outcomes, { two: undefined, one: "TimerGoneError" });
      const keys = await two.database
        .partition(key("a"))
        .read((tx) => tx.all(itemStatements.keys, { after: "", limit: 10 }));
      assert.deepEqual(
        keys.map((row) => row.key),
        ["two"],
      );
    });
  });
}

/** Whoever comes first has all shards, and the next one when that has gone. */
function createOwners() {
  const waiting: { name: string; gain: () => void }[] = [];
  return {
    of: (name: string): TimerOwnership => ({
      start: (shards, { gained }) => {
        const gain = () => {
          for (let shard = 0; shard < shards; shard++) gained(shard);
        };
        waiting.push({ name, gain });
        if (waiting[0]?.name === name) gain();
      },
      stop: async () => {
        if (waiting.shift()?.name === name) waiting[0]?.gain();
      },
      isHeld: () => true,
      // Nobody is told: the other finds it by itself.
      tell: () => {},
    }),
  };
}

/** What becomes of writes and reads when the server ends their connections. */
function describeLosses(server: TestServer): void {
  const openOne = (name: string) =>
    openRig(async (_, parts) => openPostgres({ url: await server.database(name), ...parts }), name);

  describe("a lost connection to PostgreSQL", () => {
    test("in the middle of a write has it run again, once", async () => {
      await using rig = await openOne("middle");
      let runs = 0;
      const number = await rig.database.partition(key("a")).write(async (tx) => {
        const next = await tx.nextSequence();
        await tx.run(itemStatements.add, { key: "k", value: next });
        if (++runs === 1) await endConnections(server, "middle");
        await tx.run(itemStatements.increment, { key: "k" });
        return next;
      });
      assert.equal(number, 1);
      assert.equal(runs, 2);
      const row = await rig.database.partition(key("a")).read((tx) => tx.get(itemStatements.get, { key: "k" }));
      assert.equal(row?.value, 2);
    });

    test("at any moment loses no write and does none twice", async () => {
      await using rig = await openOne("moments");
      const partition = rig.database.partition(key("a"));
      const numbers: number[] = [];
      for (let round = 0; round < 12; round++) {
        const writes = Array.from({ length: 10 }, () =>
          partition.write(async (tx) => {
            const next = await tx.nextSequence();
            await tx.run(itemStatements.add, { key: `${next}`, value: next });
            return next;
          }),
        );
        const [ofRound] = await Promise.all([Promise.all(writes), endConnections(server, "moments")]);
        numbers.push(...ofRound);
      }
      assert.deepEqual(
        numbers.sort((a, b) => a - b),
        Array.from({ length: 120 }, (_, index) => index + 1),
      );
      assert.equal((await partition.read((tx) => tx.get(itemStatements.count, {})))?.count, 120);
    });

    for (const committed of [true, false]) {
      test(`at the commit ${committed ? "does not run again what was committed" : "runs again what was not"}`, async () => {
        const url = await server.database(committed ? "answer" : "question");
        await using proxy = await startProxy(url);
        await using rig = await openRig((_, parts) => openPostgres({ url: proxy.url, ...parts }), "proxied");
        const partition = rig.database.partition(key("a"));
        await partition.write((tx) => tx.run(itemStatements.add, { key: "n", value: 0 }));
        proxy.cutNextCommit(committed ? "answer" : "question");
        let runs = 0;
        await partition.write(async (tx) => {
          runs++;
          await tx.run(itemStatements.increment, { key: "n" });
        });
        assert.equal(proxy.cuts(), 1);
        assert.equal(runs, committed ? 1 : 2);
        assert.equal((await partition.read((tx) => tx.get(itemStatements.get, { key: "n" })))?.value, 1);
      });
    }

    test("far away takes a group of writes in one round trip, and of one that fails only that", async () => {
      const url = await server.database("far");
      await using proxy = await startProxy(url, { delayMs: 50 });
      await using rig = await openRig((_, parts) => openPostgres({ url: proxy.url, ...parts }), "far");
      const partition = rig.database.partition(key("a"));
      const add = (name: string) => partition.write((tx) => tx.run(itemStatements.add, { key: name, value: 0 }));
      await add("first");
      const beganMs = performance.now();
      await Promise.all(Array.from({ length: 400 }, (_, index) => add(`k${index}`)));
      // Each of them by itself would be twenty seconds.
      assert.ok(performance.now() - beganMs < 10_000, `${performance.now() - beganMs} ms`);
      const results = await Promise.allSettled(["x", "first", "y"].map(add));
      assert.deepEqual(
        results.map((each) => (each.status === "rejected" ? (each.reason as { code: string }).code : each.status)),
        ["fulfilled", "23505", "fulfilled"],
      );
      assert.equal((await partition.read((tx) => tx.get(itemStatements.count, {})))?.count, 403);
      await assert.rejects(add("first"), { code: "23505" });
    });

    test("before a read is not noticed by it, nor by the outbox", async () => {
      await using rig = await openOne("before");
      const delivered = Promise.withResolvers<string>();
      await putItem(rig.database, "a", "k");
      await rig.database.outbox.start(async ({ payload }) => delivered.resolve(payload));
      const partition = rig.database.partition(key("a"));
      assert.equal((await partition.read((tx) => tx.get(itemStatements.count, {})))?.count, 1);
      await endConnections(server, "before");
      assert.equal((await partition.read((tx) => tx.get(itemStatements.count, {})))?.count, 1);
      await partition.write((tx) => tx.emit(effect("t", "after all")));
      assert.equal(await delivered.promise, "after all");
    });
  });
}

function describeOutage(): void {
  test("PostgreSQL that is stopped and started: what needs it is refused, and goes on by itself", async () => {
    const outaged = await startTestServer({ survivesHalt: true });
    assert.ok("stop" in outaged);
    const url = await outaged.database("outage");
    const rig = await openRig((_, parts) => openPostgres({ url, ...parts }), "outage");
    try {
      const partition = rig.database.partition(key("a"));
      const add = (name: string) => partition.write((tx) => tx.run(itemStatements.add, { key: name, value: 0 }));
      const count = async () => (await partition.read((tx) => tx.get(itemStatements.count, {})))?.count;
      const delivered: string[] = [];
      await rig.database.outbox.start(async ({ payload }) => void delivered.push(payload));
      await add("before");
      await partition.write((tx) => tx.emit(effect("t", "before")));
      await rig.database.outbox.idle();
      assert.equal(rig.database.trouble?.(), undefined);

      await outaged.halt();
      const refused = { code: "ServiceUnavailable", status: 503 };
      const beganMs = performance.now();
      const first = await Promise.allSettled([add("lost"), add("lost too"), count(), rig.database.outbox.counts()]);
      for (const each of first) {
        assert.equal(each.status, "rejected");
        assert.equal(each.reason.code, refused.code, String(each.reason));
      }
      assert.ok(performance.now() - beganMs < 10_000, "they were not kept waiting");
      const againMs = performance.now();
      // Each that waited for the server would take two seconds.
      for (let call = 0; call < 6; call++) {
        await assert.rejects(add("lost"), refused);
        await assert.rejects(count(), refused);
      }
      assert.ok(performance.now() - againMs < 10_000, "what comes then is refused at once");
      assert.match(rig.database.trouble?.() ?? "", /^The database has not been reached for \d+ s \(/);

      await outaged.resume();
      await eventually(async () => (rig.database.trouble?.() === undefined ? true : undefined), "the end of it");
      assert.equal(await count(), 1);
      await partition.write((tx) => tx.emit(effect("t", "after")));
      await eventually(async () => (delivered.includes("after") ? true : undefined), "the delivery");
      assert.deepEqual(delivered, ["before", "after"]);
    } finally {
      await rig[Symbol.asyncDispose]();
      await outaged.stop();
    }
  });
}

/** As SIGSTOP of it does, or a cable that is cut: connections stay, and nothing comes on them. */
function describeSilence(server: TestServer): void {
  test("PostgreSQL that says nothing any more counts as away: who waits for it is told, and it goes on by itself", async () => {
    const url = await server.database("silent");
    await using proxy = await startProxy(url);
    const opened = Promise.withResolvers<DatabaseOfSeveral>();
    await using rig = await openRig(async (_, parts) => {
      const database = await openPostgres({ url: proxy.url, ...parts });
      opened.resolve(database);
      return database;
    }, "silent");
    const { shared, trouble } = await opened.promise;
    const partition = rig.database.partition(key("a"));
    const count = async () => (await partition.read((tx) => tx.get(itemStatements.count, {})))?.count;
    await putItem(rig.database, "a", "before");
    const node = { id: "n", epoch: 0, isDraining: false };
    await shared.beat(node, 5_000);
    proxy.stall();
    const waiting = Promise.allSettled([putItem(rig.database, "a", "lost"), count(), rig.database.outbox.counts()]);
    const beat = async () => {
      await shared.beat(node, 5_000).catch(() => {});
      return trouble?.() === undefined ? undefined : true;
    };
    await eventually(beat, "it to be known", 60_000);
    for (const each of await waiting) {
      assert.equal(each.status, "rejected");
      assert.equal(each.reason.status, 503, String(each.reason));
    }
    await assert.rejects(count(), { status: 503 });
    proxy.resume();
    await eventually(async () => (trouble?.() === undefined ? true : undefined), "the end of it", 60_000);
    await putItem(rig.database, "a", "after");
    assert.ok(((await count()) ?? 0) >= 2);
  });
}

async function endConnections(server: TestServer, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: await server.database(name) });
  await client.connect();
  try {
    await client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'squall'",
    );
  } finally {
    await client.end();
  }
}
