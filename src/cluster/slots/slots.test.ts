import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { createSystemClock } from "../../platform/clock.ts";
import { createLog } from "../../platform/log.ts";
import type { Json, Node, NodesChange, OwnedLease } from "../cluster.ts";
import { PeerError } from "../cluster.ts";
import { BorrowedPool } from "./borrowed-pool.ts";
import { SlotBorrower } from "./slot-borrower.ts";
import { SlotLender } from "./slot-lender.ts";
import { type Cap, NoSlotError } from "./slots.ts";

const group = "g";

/** Nodes whose letters take a while, overtake one another and are lost, and of which each may own the group. */
function openNet({ lost = 0, delayMs = 1 }: { lost?: number; delayMs?: number } = {}) {
  const answers = new Map<string, (payload: Json, from: string) => Promise<Json>>();
  const net = {
    lost,
    caps: [{ name: "pool", size: 3 }] as readonly Cap[],
    lease: undefined as (OwnedLease & { readonly owner: string }) | undefined,
    leases: 0,
    members: [] as Member[],
    asked: 0,
  };
  type Member = ReturnType<typeof join>;
  const live = () => net.members.filter(({ isAlive }) => isAlive()).map(({ facts }) => facts());

  function join(id: string) {
    let epoch = 1;
    let alive = true;
    const changes = new Set<(change: NodesChange) => void>();
    const lapses = new Set<() => void>();
    const facts = (): Node => ({
      id,
      epoch,
      address: id,
      version: "",
      startedMs: 0,
      heartbeatMs: 0,
      isDraining: false,
    });
    const nodes = {
      self: id,
      get epoch() {
        return epoch;
      },
      holds: () => alive,
      live,
      refresh: async () => {},
      withHeartbeats: async () => nodes.live(),
      onChange: (listener: (change: NodesChange) => void) => {
        changes.add(listener);
        return () => changes.delete(listener);
      },
      onLapse: (listener: () => void) => {
        lapses.add(listener);
        return () => lapses.delete(listener);
      },
    };
    const peers = {
      ask: async (to: string, kind: string, payload: Json) => {
        net.asked += 1;
        const isLost = () => to !== id && Math.random() < net.lost;
        if (to !== id) await delay(Math.random() * delayMs);
        const answer = answers.get(`${to} ${kind}`);
        if (isLost() || !answer) throw new PeerError("timeout", "lost on the way there");
        const said = structuredClone(await answer(structuredClone(payload), id));
        if (to !== id) await delay(Math.random() * delayMs);
        if (isLost()) throw new PeerError("timeout", "lost on the way back");
        return said;
      },
      answer: (kind: string, answer: (payload: Json, from: string) => Promise<Json>) =>
        void answers.set(`${id} ${kind}`, answer),
    };
    const parts = { nodes, peers, clock: createSystemClock(), log: createLog("silent") };
    const leaseOf = () => (net.lease?.owner === id ? net.lease : undefined);
    const lender = new SlotLender({ ...parts, leaseOf, limits: { capsOf: async () => net.caps } });
    const borrower = new SlotBorrower({ ...parts, ownerOf: () => net.lease?.owner, trouble: () => undefined });
    return {
      facts,
      isAlive: () => alive,
      lender,
      borrower,
      pool: borrower.pool(group, "p"),
      changed: (change: NodesChange) => {
        for (const listener of changes) listener(change);
      },
      /** Its lease runs out: it knows it first, then the others. */
      lapse: () => {
        const gone = facts();
        alive = false;
        for (const listener of lapses) listener();
        for (const { changed } of net.members)
          changed({ joined: [], gone: [gone], died: [gone], draining: [] } as NodesChange);
        epoch += 1;
        alive = true;
      },
    };
  }

  return {
    net,
    join: (id: string) => {
      const member = join(id);
      net.members.push(member);
      return member;
    },
    own: (owner: string) => {
      const former = net.lease;
      if (former) net.members.find(({ facts }) => facts().id === former.owner)?.lender.end(() => true);
      net.leases += 1;
      const lease = {
        owner,
        name: group,
        epoch: net.leases,
        isHeld: () => net.lease === lease,
        check: async () => {},
      };
      net.lease = lease;
    },
  };
}

test("a node lets in what it has on loan without asking, and gets what is idle elsewhere", async () => {
  const { net, join, own } = openNet();
  const [a, b, c] = ["a", "b", "c"].map(join) as [
    ReturnType<typeof join>,
    ReturnType<typeof join>,
    ReturnType<typeof join>,
  ];
  own("a");
  await b.pool.enter();
  b.pool.leave();
  const asked = net.asked;
  for (let turn = 0; turn < 100; turn++) {
    assert.ok(b.pool.tryEnter());
    b.pool.leave();
  }
  assert.equal(net.asked, asked, "nobody was asked");
  // All three, wherever the last ones were.
  for (const at of [a, b, c]) {
    await at.pool.enter();
    await at.pool.enter();
    await at.pool.enter();
    for (const other of [a, b, c]) if (other !== at) await assert.rejects(other.pool.enter(), NoSlotError);
    await assert.rejects(at.pool.enter(), NoSlotError);
    for (let slot = 0; slot < 3; slot++) at.pool.leave();
    await delay(20);
  }
});

test("who waits is told when a slot is free at another node", async () => {
  const { join, own } = openNet();
  const [a, b] = ["a", "b"].map(join) as [ReturnType<typeof join>, ReturnType<typeof join>];
  own("b");
  for (let slot = 0; slot < 3; slot++) await a.pool.enter();
  await assert.rejects(b.pool.enter(), NoSlotError);
  const room = new Promise<void>((resolve) => b.pool.onRoom(resolve));
  await delay(80);
  a.pool.leave();
  await room;
  assert.ok(b.pool.tryEnter());
  await assert.rejects(a.pool.enter(), NoSlotError);
});

test("what a node owes to one that has none is not cancelled by another that has some", async () => {
  const pool = new BorrowedPool({
    name: "pool",
    clock: createSystemClock(),
    holds: () => true,
    ask: async () => {},
    tell: () => {},
  });
  pool.heed({ version: 1, quota: 2 });
  assert.deepEqual([pool.tryEnter(), pool.tryEnter()], [true, true]);
  // Both ask again and again; what is at work goes on until it ends.
  const asking = setInterval(() => {
    pool.recall(1, 1, false);
    pool.recall(1, 0, false);
  }, 5);
  await delay(120);
  clearInterval(asking);
  pool.leave();
  assert.equal(pool.quota, 1, "it keeps what is another's");
  pool.leave();
  assert.equal(pool.quota, 1, "it gives more than it owes");
});

test("what is lent to a node is others' when its lease has run out, and it knows", async () => {
  const { join, own } = openNet();
  const [a, b] = ["a", "b"].map(join) as [ReturnType<typeof join>, ReturnType<typeof join>];
  own("a");
  for (let slot = 0; slot < 3; slot++) await b.pool.enter();
  await assert.rejects(a.pool.enter(), NoSlotError);
  b.lapse();
  assert.equal(b.pool.tryEnter(), false);
  await delay(20);
  await a.pool.enter();
});

test("limits that change hold at once, for what is not at work", async () => {
  const { net, join, own } = openNet();
  const [a, b] = ["a", "b"].map(join) as [ReturnType<typeof join>, ReturnType<typeof join>];
  own("a");
  await b.pool.enter();
  await b.pool.enter();
  net.caps = [{ name: "pool", size: 1 }];
  await a.borrower.align(group);
  await assert.rejects(b.pool.enter(), NoSlotError);
  b.pool.leave();
  await delay(20);
  for (const at of [a, b]) await assert.rejects(at.pool.enter(), NoSlotError);
  b.pool.leave();
  await delay(20);
  await a.pool.enter();
  net.caps = [{ name: "pool", size: 2 }];
  await b.borrower.align(group);
  await b.pool.enter();
});

test("whatever is lost or overtakes, however owners and leases come and go, there are never more than the limit", async () => {
  const { net, join, own } = openNet({ lost: 0.05, delayMs: 6 });
  const members = ["a", "b", "c", "d"].map(join);
  own("a");
  let running = 0;
  let most = 0;
  let entered = 0;
  const endMs = performance.now() + 4_000;
  const callers = Array.from({ length: 24 }, async (_, caller) => {
    while (performance.now() < endMs) {
      const { pool } = members[(caller + Math.floor(Math.random() * 4)) % 4] as (typeof members)[number];
      try {
        await pool.enter();
      } catch (error) {
        if (!(error instanceof NoSlotError)) throw error;
        await delay(Math.random() * 10);
        continue;
      }
      running += 1;
      entered += 1;
      most = Math.max(most, running);
      await delay(Math.random() * 20);
      running -= 1;
      pool.leave();
    }
  });
  const owners = (async () => {
    while (performance.now() < endMs) {
      await delay(700);
      own(["a", "b", "c", "d"][Math.floor(Math.random() * 4)] as string);
      await delay(300);
      net.caps = [{ name: "pool", size: 2 + Math.floor(Math.random() * 4) }];
    }
  })();
  await Promise.all([...callers, owners]);
  assert.ok(most <= 5, `${most} at the same time`);
  assert.ok(entered > 100, `only ${entered} came in`);
  // Nothing has leaked: all there are can be had at one node.
  net.lost = 0;
  net.caps = [{ name: "pool", size: 5 }];
  const [first] = members as [(typeof members)[number]];
  await first.borrower.align(group);
  await delay(100);
  for (let slot = 0; slot < 5; slot++) await first.pool.enter();
  await assert.rejects(first.pool.enter(), NoSlotError);
});
