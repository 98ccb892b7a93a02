import assert from "node:assert/strict";
import { after, describe, type TestContext, test } from "node:test";
import { eventually } from "../../test/support/eventually.ts";
import { type AdjustableClock, createSystemClock } from "../platform/clock.ts";
import { createLog } from "../platform/log.ts";
import { createSystemRandom } from "../platform/random.ts";
import type { PartitionKey } from "../storage/database.ts";
import { openPostgres } from "../storage/postgres/postgres.ts";
import { startTestServer, type TestServer } from "../storage/postgres/test-server.ts";
import type { DatabaseOfSeveral, SharedDatabase } from "../storage/shared-database.ts";
import { sql } from "../storage/statement.ts";
import { type OwnedLease, type SharedCache, shardCount } from "./cluster.ts";
import type { ServerNode } from "./server-node.ts";
import { hashOf } from "./shard-of.ts";
import { createSharedNode } from "./shared-node.ts";

const server = await startTestServer();
if ("reason" in server) {
  test("nodes", { skip: process.env.SQUALL_TEST_NO_SKIP ? false : server.reason }, () => {
    throw new Error(server.reason);
  });
} else {
  after(() => server.stop());
  describeAdmission(server);
  describeLists(server);
  describeCaches(server);
  describeOwnership(server);
  describePeers(server);
}

interface TestNode extends ServerNode {
  readonly id: string;
  readonly database: DatabaseOfSeveral;
  readonly clock: AdjustableClock;
  readonly titles: SharedCache<string, string | undefined>;
  loads: number;
  write(name: string, title: string): Promise<void>;
  /** As `kill -9`: it says nothing any more, and tells nobody. */
  die(): void;
  /** As after SIGCONT, or when the database is reached again. */
  revive(): void;
}

interface Options {
  readonly address?: boolean;
  readonly blobs?: string;
  readonly former?: string;
  readonly onExpelled?: (error: Error) => void;
  readonly mostListed?: number;
  readonly version?: string;
  /** What of the database the node finds changed. */
  readonly shared?: (shared: SharedDatabase) => SharedDatabase;
}

const library: PartitionKey = { account: "1", region: "r", kind: "test.library", name: "" };
const migrations = [
  {
    name: "shelves",
    sql: "CREATE TABLE shelves (partition BIGINT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL, PRIMARY KEY (partition, name));",
  },
];
const put = sql<{ name: string; title: string }>(
  `INSERT INTO shelves (partition, name, title) VALUES (:partition, :name, :title)
   ON CONFLICT (partition, name) DO UPDATE SET title = excluded.title`,
);
const get = sql<{ name: string }, { title: string }>(
  "SELECT title FROM shelves WHERE partition = :partition AND name = :name",
);

async function openNode(
  context: TestContext,
  server: TestServer,
  id: string,
  options: Options = {},
): Promise<TestNode> {
  const {
    address = true,
    blobs = "s3://bucket/",
    former,
    onExpelled = () => {},
    mostListed,
    version = "1",
    shared = (real) => real,
  } = options;
  const clock = createSystemClock();
  const log = createLog("silent");
  const plain = await openPostgres({ url: await server.database(`nodes-${hashOf(context.name)}`), clock, log });
  const gate = { isDead: false };
  const database = { ...plain, shared: mortal(shared(plain.shared), gate) };
  const node = await createSharedNode({
    database,
    record: { id, former, forget: async () => {} },
    address: address ? { host: "127.0.0.1", port: 0 } : undefined,
    blobs,
    version,
    clock,
    random: createSystemRandom(),
    log,
    onExpelled,
    ...(mostListed !== undefined && { mostListed }),
  });
  const titles = node.caches.create<string, string | undefined>({
    most: 100,
    kind: library.kind,
    tables: { shelves: "name" },
    textOf: (name) => name,
    partitionOf: () => library,
    rowOf: (name) => name,
    load: async (name) => {
      opened.loads += 1;
      return (await node.storage.partition(library).read((tx) => tx.get(get, { name })))?.title;
    },
  });
  const opened: TestNode = {
    ...node,
    id,
    database,
    clock,
    titles,
    loads: 0,
    write: (name, title) => node.storage.partition(library).write((tx) => tx.run(put, { name, title })),
    die: () => {
      gate.isDead = true;
    },
    revive: () => {
      gate.isDead = false;
    },
  };
  context.after(async () => {
    gate.isDead = true;
    await node.close().catch(() => {});
    await plain.close();
  });
  await node.start();
  await plain.migrate([{ name: "test", migrations }]);
  return opened;
}

/** A database that a dead node's heartbeats do not reach any more. */
function mortal(shared: SharedDatabase, gate: { readonly isDead: boolean }): SharedDatabase {
  const alive =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    (...args: A) =>
      gate.isDead ? Promise.reject(new Error("this node is dead")) : call(...args);
  return {
    ...shared,
    beat: alive(shared.beat),
    join: alive(shared.join),
    leave: alive(shared.leave),
    take: alive(shared.take),
  };
}

const seesAll = (nodes: readonly TestNode[]) =>
  eventually(
    async () => (nodes.every((node) => node.nodes.live().length === nodes.length) ? true : undefined),
    "all nodes to see one another",
    30_000,
  );

function describeAdmission(server: TestServer): void {
  describe("a server on a database that another uses", { concurrency: true }, () => {
    test("is refused without an address, with what to type", async (context) => {
      await openNode(context, server, "one");
      await assert.rejects(
        openNode(context, server, "two", { address: false }),
        /--node-address HOST:PORT --blobs s3:/,
      );
    });

    test("is refused if the other has none", async (context) => {
      await openNode(context, server, "one", { address: false });
      await assert.rejects(openNode(context, server, "two"), /stop it and start it with --node-address/);
    });

    test("is refused with other blobs", async (context) => {
      await openNode(context, server, "one");
      await assert.rejects(openNode(context, server, "two", { blobs: "s3://other/" }), /give all the same --blobs/);
    });

    test("is refused if it is more than one version from the others, or from one that was there before", async (context) => {
      const open = (id: string, version: string) => openNode(context, server, id, { version });
      const one = await open("one", "1.3.7");
      await assert.rejects(open("two", "1.5.0"), /Squall 1\.3\.7.*upgrade by one version at a time/);
      await assert.rejects(open("three", "2.1.0"), /upgrade by one version at a time/);
      // As an upgrade does it: the next version beside the former, then without it. A node of the former may start again meanwhile.
      const four = await open("four", "1.4.0");
      await one.close();
      const five = await open("five", "1.3.9");
      await five.close();
      const six = await open("six", "1.5.0");
      await assert.rejects(open("seven", "1.3.9"), /Squall 1\.5\.0 has used this database/);
      await four.close();
      await six.close();
      await assert.rejects(open("eight", "1.3.9"), /start 1\.5\.0, or the version before it/);
      const nine = await open("nine", "1.4.2");
      await nine.close();
      await open("ten", "2.0.0");
    });

    test("waits for one that may be dead, and not for its own former run", async (context) => {
      const one = await openNode(context, server, "one", { address: false });
      one.die();
      const { epoch } = one.nodes;
      const two = await openNode(context, server, "two", { address: false, former: "one" });
      const row = (await two.database.shared.listNodes()).find(({ id }) => id === "one");
      assert.ok(row && row.epoch === epoch && row.leaseLeftMs <= 0, "its lease was not waited for, it was ended");
      const three = openNode(context, server, "three", { address: false });
      await assert.rejects(three, /another server uses this database \(node two/);
    });

    test("ends, when it was stopped in its tracks and another has taken its place", async (context) => {
      const expelled = Promise.withResolvers<Error>();
      const one = await openNode(context, server, "one", { address: false, onExpelled: expelled.resolve });
      one.die();
      await openNode(context, server, "two", { address: false });
      assert.equal(one.nodes.holds(), false);
      one.revive();
      assert.match((await expelled.promise).message, /another server uses this database \(node two/);
    });

    test("has what others have: secrets, and the clock's offset, which ends with the last of them", async (context) => {
      const one = await openNode(context, server, "one");
      const own = await one.secret("links", Buffer.from("first"));
      await one.moveClock(3_600_000);
      const two = await openNode(context, server, "two");
      assert.deepEqual(
        [own, await two.secret("links", Buffer.from("second"))],
        [Buffer.from("first"), Buffer.from("first")],
      );
      assert.ok(two.clock.nowMs() - Date.now() >= 3_600_000 - 50);
      await seesAll([one, two]);
      await two.moveClock(1_000);
      assert.ok(
        one.clock.nowMs() - Date.now() >= 3_601_000 - 50,
        "the answer was there before all had moved their clocks",
      );
      await one.close();
      await two.close();
      const three = await openNode(context, server, "three");
      assert.ok(three.clock.nowMs() - Date.now() < 60_000);
    });
  });
}

function describeLists(server: TestServer): void {
  test("nodes that are many read what has changed, and know of who comes, drains, goes and dies all the same", async (context) => {
    /** Of the heartbeats that brought changes only, how many in a row brought nothing. */
    const quiet = new Map<string, number>();
    const counting = (id: string) => (real: SharedDatabase) => ({
      ...real,
      beat: async (...of: Parameters<SharedDatabase["beat"]>) => {
        const beaten = await real.beat(...of);
        if (of[2] !== undefined) quiet.set(id, beaten.nodes.length === 0 ? (quiet.get(id) ?? 0) + 1 : 0);
        return beaten;
      },
    });
    const nodes: TestNode[] = [];
    for (const id of ["a", "b", "c", "d", "e", "f"]) {
      nodes.push(await openNode(context, server, id, { mostListed: 1, shared: counting(id) }));
    }
    const [a, b, c, d, e, f] = nodes as [TestNode, TestNode, TestNode, TestNode, TestNode, TestNode];
    await seesAll(nodes);
    const isQuiet = async () => ["d", "e", "f"].every((id) => (quiet.get(id) ?? 0) >= 3) || undefined;
    await eventually(isQuiet, "heartbeats that bring nothing", 60_000);
    const idsOf = (node: TestNode) =>
      node.nodes
        .live()
        .map(({ id, isDraining }) => `${id}${isDraining ? " drains" : ""}`)
        .join();
    const isSeen = (wanted: string, by: readonly TestNode[]) =>
      eventually(async () => by.every((node) => idsOf(node) === wanted) || undefined, `${wanted} to be seen`, 30_000);
    const died: string[] = [];
    f.nodes.onChange((change) => died.push(...change.died.map(({ id }) => id)));
    await e.drain();
    await isSeen("a,b,c,d,e drains,f", [a, d, f]);
    await e.close();
    await isSeen("a,b,c,d,f", [a, d, f]);
    assert.ok(!died.includes("e"), "it had said that it goes");
    // Those that look at all, together: the others find it by themselves.
    for (const node of [a, b, c]) node.die();
    await isSeen("d,f", [d, f]);
    assert.ok(["a", "b", "c"].every((id) => died.includes(id)));
    b.revive();
    await isSeen("b,d,f", [b, d, f]);
  });
}

function describeCaches(server: TestServer): void {
  describe("what nodes hold in memory", { concurrency: true }, () => {
    test("is what was written through another, at once after the answer, and costs no look into the database before", async (context) => {
      const [one, two] = [await openNode(context, server, "one"), await openNode(context, server, "two")];
      await one.write("a", "0");
      for (let number = 1; number <= 50; number++) {
        assert.equal(await two.titles.get("a"), `${number - 1}`);
        assert.equal(two.titles.peek("a"), `${number - 1}`);
        await one.write("a", `${number}`);
        assert.equal(two.titles.peek("a"), undefined);
      }
      const { loads } = two;
      await two.titles.get("a");
      await two.titles.get("a");
      assert.equal(two.loads, loads + 1);
    });

    test("is not served once the node's lease has run out", async (context) => {
      const [one, two] = [await openNode(context, server, "one"), await openNode(context, server, "two")];
      await one.write("a", "old");
      assert.equal(await two.titles.get("a"), "old");
      two.die();
      // Past what tells others.
      await one.database.partition(library).write((tx) => tx.run(put, { name: "a", title: "new" }));
      assert.equal(two.titles.peek("a"), "old");
      await eventually(async () => (two.nodes.holds() ? undefined : true), "the lease to run out", 30_000);
      assert.equal(two.titles.peek("a"), undefined);
      assert.equal(await two.titles.get("a"), "new");
      assert.equal(two.titles.peek("a"), undefined, "it is told of no change, and keeps a value");
    });

    test("holds up a write until the lease of a node that does not answer has run out", async (context) => {
      const [one, two] = [await openNode(context, server, "one"), await openNode(context, server, "two")];
      two.die();
      await two.close();
      const begunMs = performance.now();
      await one.write("a", "new");
      const tookMs = performance.now() - begunMs;
      assert.ok(tookMs > 3_000, `${tookMs}`);
      await one.write("a", "newer");
    });

    test("is dropped when a node dies that may have committed what it told nobody", async (context) => {
      const [one, two] = [await openNode(context, server, "one"), await openNode(context, server, "two")];
      await one.write("a", "old");
      assert.equal(await two.titles.get("a"), "old");
      await seesAll([one, two]);
      // Past what tells others.
      await one.database.partition(library).write((tx) => tx.run(put, { name: "a", title: "new" }));
      assert.equal(two.titles.peek("a"), "old");
      one.die();
      await eventually(
        async () => (two.titles.peek("a") === undefined ? true : undefined),
        "the value to be dropped",
        30_000,
      );
      assert.equal(await two.titles.get("a"), "new");
    });

    test("is dropped by a node that others have given up, which comes back with another epoch", async (context) => {
      const [one, two] = [await openNode(context, server, "one"), await openNode(context, server, "two")];
      await one.write("a", "old");
      await two.titles.get("a");
      const { epoch } = two.nodes;
      let lapses = 0;
      two.nodes.onLapse(() => {
        lapses += 1;
      });
      await one.database.shared.giveUp("two", epoch);
      await eventually(
        async () => (lapses > 0 && two.nodes.holds() ? true : undefined),
        "the node to come back",
        30_000,
      );
      assert.equal(two.titles.peek("a"), undefined);
      assert.equal(await two.titles.get("a"), "old");
    });

    test("is dropped everywhere by a reset", async (context) => {
      const [one, two] = [await openNode(context, server, "one"), await openNode(context, server, "two")];
      await one.write("a", "old");
      await two.titles.get("a");
      await one.storage.reset();
      assert.equal(await two.titles.get("a"), undefined);
    });
  });
}

function describeOwnership(server: TestServer): void {
  /** Divides a kind, and remembers which shards this node has. */
  const divide = (node: TestNode) => {
    const leases = new Map<number, OwnedLease>();
    const woken: string[] = [];
    const shards = node.ownership.divide("work", {
      begin: (shard, lease) => leases.set(shard, lease),
      end: async (shard) => {
        leases.delete(shard);
      },
      woken: (key) => woken.push(key),
    });
    return { leases, woken, shards };
  };
  const isShared = (parts: readonly ReturnType<typeof divide>[]) =>
    eventually(
      async () => {
        const held = parts.flatMap(({ leases }) => [...leases.keys()]);
        const isEven = parts.every(({ leases }) => leases.size > shardCount / parts.length / 2);
        return held.length === shardCount && new Set(held).size === shardCount && isEven ? true : undefined;
      },
      "every shard to have one owner",
      30_000,
    );

  describe("work that is divided", { concurrency: true }, () => {
    test("has one owner a shard, spreads over nodes that come, and goes on elsewhere when one stops or dies", async (context) => {
      const one = await openNode(context, server, "one");
      const first = divide(one);
      await isShared([first]);
      const two = await openNode(context, server, "two");
      const second = divide(two);
      await isShared([first, second]);
      const three = await openNode(context, server, "three");
      const third = divide(three);
      await isShared([first, second, third]);
      await three.drain();
      assert.equal(third.leases.size, 0, "a drained node has work");
      await isShared([first, second]);
      two.die();
      await isShared([first]);
      assert.equal([...second.leases.values()].filter((lease) => lease.isHeld()).length, 0);
    });

    test("goes on elsewhere when the database could not be told at once that it was handed on", async (context) => {
      let isDeaf = true;
      let failures = 0;
      const deaf = (shared: SharedDatabase): SharedDatabase => ({
        ...shared,
        release: async (names, owner) => {
          if (!isDeaf) return shared.release(names, owner);
          failures++;
          await new Promise(setImmediate);
          throw new Error("the connection was closed");
        },
      });
      const one = await openNode(context, server, "one", { shared: deaf });
      const first = divide(one);
      await isShared([first]);
      const second = divide(await openNode(context, server, "two"));
      await eventually(async () => (failures > shardCount ? true : undefined), "names to be given back again", 30_000);
      // Meanwhile the node takes what is its own: it does not try to give back and nothing else.
      const taken = new Set<string>();
      for (let index = 0; index < 32; index++)
        one.ownership.hold(`name-${index}`, { begin: ({ name }) => void taken.add(name), end: async () => {} });
      await eventually(async () => (taken.size > 0 ? true : undefined), "a name to be taken", 30_000);
      isDeaf = false;
      await isShared([first, second]);
    });

    test("is woken where its owner is, who looks for nothing by itself here", async (context) => {
      const [one, two] = [await openNode(context, server, "one"), await openNode(context, server, "two")];
      const parts = [divide(one), divide(two)] as const;
      await isShared(parts);
      const keys = Array.from({ length: 40 }, (_, number) => `key-${number}`);
      await seesAll([one, two]);
      for (const key of keys) parts[0].shards.wake(key);
      // Of so many keys each node has some.
      await eventually(
        async () => parts[0].woken.length + parts[1].woken.length === keys.length || undefined,
        "all wakes",
        30_000,
      );
      for (const { woken, shards } of parts) {
        assert.deepEqual(
          woken,
          keys.filter((key) => shards.lease(key)),
        );
      }
    });

    test("cannot be settled by one who had it before", async (context) => {
      const one = await openNode(context, server, "one");
      const first = divide(one);
      await isShared([first]);
      const lease = first.leases.get(7) as OwnedLease;
      await one.storage.partition(library).write((tx) => lease.check(tx));
      one.die();
      const two = await openNode(context, server, "two");
      const second = divide(two);
      await eventually(async () => (second.leases.size === shardCount ? true : undefined), "the other's work", 30_000);
      const settle = one.storage.partition(library).write(async (tx) => {
        await lease.check(tx);
        await tx.run(put, { name: "a", title: "stale" });
      });
      await assert.rejects(settle, /the lease work\/7 has been lost/);
      assert.equal(await two.titles.get("a"), undefined);
      assert.ok((second.leases.get(7) as OwnedLease).epoch > lease.epoch);
    });
  });
}

function describePeers(server: TestServer): void {
  describe("what nodes ask one another", () => {
    test("is answered, refused in the other's words, or said not to be known", async (context) => {
      const [one, two] = [await openNode(context, server, "one"), await openNode(context, server, "two")];
      await seesAll([one, two]);
      two.peers.answer("double", async (payload, from) => {
        if (typeof payload !== "number") throw new Error("not a number");
        return { from, is: payload * 2 };
      });
      assert.deepEqual(await one.peers.ask("two", "double", 21), { from: "one", is: 42 });
      assert.deepEqual(await two.peers.ask("two", "double", 1), { from: "two", is: 2 });
      await assert.rejects(one.peers.ask("two", "double", "x"), { reason: "refused", message: "not a number" });
      await assert.rejects(one.peers.ask("two", "halve", 1), { reason: "unknown-kind" });
      await assert.rejects(one.peers.ask("nobody", "double", 1), { reason: "unreachable" });
      two.peers.answer("slow", () => new Promise(() => {}));
      await assert.rejects(one.peers.ask("two", "slow", 1, { timeoutMs: 50 }), { reason: "timeout" });
      const long = "x".repeat(5 * 1024 * 1024);
      await assert.rejects(one.peers.ask("two", "double", long), { reason: "unreachable" });
      assert.deepEqual(await one.peers.ask("two", "double", 2), { from: "one", is: 4 });
    });
  });
}
