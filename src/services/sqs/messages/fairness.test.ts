import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { sqs } from "../service.ts";

async function open(context: TestContext) {
  const opened = await openServiceTest(context, [sqs]);
  const { call } = opened;
  const { QueueUrl = "" } = await call("sqs", "CreateQueue", { QueueName: "q" });
  const send = async (group: string | undefined, bodies: readonly string[]) => {
    for (let from = 0; from < bodies.length; from += 10) {
      const Entries = bodies
        .slice(from, from + 10)
        .map((MessageBody, index) => ({ Id: String(index), MessageBody, MessageGroupId: group }));
      await call("sqs", "SendMessageBatch", { QueueUrl, Entries });
    }
  };
  const receive = async (more: object = {}) =>
    (await call("sqs", "ReceiveMessage", { QueueUrl, MaxNumberOfMessages: 10, ...more })).Messages ?? [];
  /** Receives and deletes until the queue is empty; gives the bodies in their order. */
  const drain = async () => {
    const bodies: string[] = [];
    for (;;) {
      const messages = await receive();
      if (messages.length === 0) return bodies;
      for (const { Body = "", ReceiptHandle } of messages) {
        bodies.push(Body);
        await call("sqs", "DeleteMessage", { QueueUrl, ReceiptHandle: ReceiptHandle ?? "" });
      }
    }
  };
  return { ...opened, QueueUrl, send, receive, drain };
}

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}${index}`);

test("a quiet group's messages do not wait behind a noisy one's, and each group keeps its order", async (context) => {
  const { send, drain, clock } = await open(context);
  await send("noisy", numbered("n", 500));
  clock.advance(60_000);
  await send("noisy", numbered("m", 500));
  await send("quiet", numbered("q", 5));
  const received = await drain();
  assert.equal(received.length, 1_005);
  assert.ok(received.indexOf("q4") < 520, `q4 came as number ${received.indexOf("q4")}`);
  for (const name of ["n", "m", "q"]) {
    const own = received.filter((body) => body.startsWith(name));
    assert.deepEqual(own, numbered(name, own.length));
  }
});

test("a quiet group comes next also when the noisy one's backlog is in pieces of many milliseconds", async (context) => {
  const { send, receive, clock } = await open(context);
  for (let round = 0; round < 100; round++) {
    await send("noisy", numbered("n", 10));
    clock.advance(10);
  }
  await send("quiet", ["q0", "q1"]);
  const bodies = [...(await receive()), ...(await receive())].map(({ Body }) => Body);
  assert.ok(bodies.includes("q0") && bodies.includes("q1"), bodies.join());
});

test("groups that all have much to do take turns", async (context) => {
  const { send, drain, clock } = await open(context);
  await send("a", numbered("a", 200));
  clock.advance(1_000);
  await send("b", numbered("b", 200));
  const first = (await drain()).slice(0, 100);
  const ofB = first.filter((body) => body.startsWith("b")).length;
  assert.ok(ofB >= 30 && ofB <= 70, `${ofB} of the first hundred are of the second group`);
});

test("what keeps up is received as it was sent, with and without groups", async (context) => {
  const { send, drain, clock } = await open(context);
  const sent: string[] = [];
  for (let round = 0; round < 30; round++) {
    const body = `m${round}`;
    await send([undefined, "a", "b"][round % 3], [body]);
    sent.push(body);
    clock.advance(1);
  }
  assert.deepEqual((await drain()).toSorted(), sent.toSorted());
  for (const body of ["x", "y", "z"]) {
    await send(body, [body]);
    assert.deepEqual(await drain(), [body]);
  }
});

test("what a noisy group fails with does not come before what a quiet one sends, for ten seconds", async (context) => {
  const { send, receive, clock } = await open(context);
  await send("noisy", numbered("n", 20));
  for (let round = 0; round < 2; round++) await receive({ VisibilityTimeout: 5 });
  clock.advance(6_000);
  await send("quiet", ["q"]);
  assert.equal((await receive({ MaxNumberOfMessages: 1 }))[0]?.Body, "q");
  await send("other", ["o"]);
  clock.advance(10_000);
  assert.match((await receive({ MaxNumberOfMessages: 1 }))[0]?.Body ?? "", /^n/);
});

test("what has come back is received before what was sent after it", async (context) => {
  const { send, receive, clock } = await open(context);
  await send(undefined, ["first"]);
  await receive({ VisibilityTimeout: 3 });
  clock.advance(1_500);
  await send(undefined, ["second"]);
  clock.advance(3_000);
  assert.deepEqual(
    (await receive()).map(({ Body }) => Body),
    ["first", "second"],
  );
});
