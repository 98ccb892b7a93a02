import assert from "node:assert/strict";
import { it } from "node:test";
import { AwsError } from "../../../../platform/aws-error.ts";
import { createManualClock } from "../../../../platform/clock.ts";
import { createLog } from "../../../../platform/log.ts";
import { rootPrincipal } from "../../../principal.ts";
import type { ServiceHost } from "../../../service.ts";
import { LogRoom } from "./log-room.ts";
import { LogTail } from "./log-tail.ts";
import { LogWriter } from "./log-writer.ts";

const mib = 1024 * 1024;

/** Collects what PutLogEvents is given; the first ones fail with `failures`, and none ends before `gate`. */
function openWriter(failures: Error[] = [], gate: Promise<void> = Promise.resolve(), mostBytes = 128 * mib) {
  const messages: string[] = [];
  const batches: { timestamp: number; message: string }[][] = [];
  const call = async (_service: string, _operation: string, input: { logEvents?: (typeof batches)[number] }) => {
    await gate;
    const failure = failures.shift();
    if (failure) throw failure;
    batches.push(input.logEvents ?? []);
    messages.push(...(input.logEvents ?? []).map(({ message }) => message));
    return {};
  };
  const clock = createManualClock();
  const log = createLog("silent");
  const host = { clock, call, log } as unknown as ServiceHost;
  const room = new LogRoom(clock, log, mostBytes);
  const as = { account: "000000000000", region: "us-east-1", principal: rootPrincipal("000000000000") };
  const open = () => new LogWriter(host, as, "/aws/lambda/f", "stream", room);
  return { writer: open(), open, room, messages, batches, clock };
}

it("makes one event of a line, whatever pieces it comes in", async () => {
  const { writer, messages } = openWriter();
  const bytes = Buffer.from("first é line\nsecond\n");
  for (const byte of bytes) writer.output(Buffer.from([byte]));
  writer.output(Buffer.from("unfinished"));
  writer.endLine();
  await writer.flush();
  assert.deepEqual(messages, ["first é line\n", "second\n", "unfinished"]);
});

it("keeps what cannot be stored now, in order, and is not done before it is stored", async () => {
  const { writer, messages } = openWriter([new Error("the disk is full"), new Error("the disk is full")]);
  writer.event("one\n");
  const stored = writer.flush();
  writer.event("two\n");
  const later = writer.flush();
  assert.deepEqual(messages, []);
  await stored;
  assert.equal(messages[0], "one\n");
  await later;
  assert.deepEqual(messages, ["one\n", "two\n"]);
});

it("drops what is refused for good, and only that", async () => {
  const { writer, messages } = openWriter([new AwsError("AccessDeniedException", "no", { status: 400 })]);
  writer.event("refused\n");
  await writer.flush();
  writer.event("taken\n");
  await writer.flush();
  assert.deepEqual(messages, ["taken\n"]);
});

it("a group that is deleted again and again before its events come is made again", async () => {
  const gone = () => new AwsError("ResourceNotFoundException", "no such group", { status: 400 });
  // PutLogEvents, CreateLogGroup, CreateLogStream, PutLogEvents.
  const { writer, messages } = openWriter([gone(), ...Array.from({ length: 4 }, gone)]);
  writer.event("kept\n");
  await writer.flush();
  assert.ok(messages.includes("kept\n"));
});

it("lets the function wait while much of its log is not stored, and loses none of it", async () => {
  const gate = Promise.withResolvers<void>();
  const { writer, messages } = openWriter([], gate.promise);
  const chunk = Buffer.from(`${"x".repeat(999)}\n`.repeat(64));
  let taken = 0;
  let room: Promise<void> | undefined;
  while (!room && taken < 1_000) {
    room = writer.output(chunk);
    taken++;
  }
  assert.ok(room && taken * chunk.length < 16 * 1024 * 1024, `${taken} chunks were taken`);
  assert.equal(writer.output(chunk), room);
  gate.resolve();
  await room;
  assert.equal(writer.output(chunk), undefined);
  await writer.flush();
  assert.equal(messages.join("").length, (taken + 2) * chunk.length);
});

it("keeps every line of the platform, however much waits", async () => {
  const gate = Promise.withResolvers<void>();
  const { writer, messages } = openWriter([], gate.promise);
  const line = `${"x".repeat(mib / 8 - 1)}\n`;
  for (let count = 0; count < 800; count++) writer.event(line);
  assert.ok(writer.room());
  gate.resolve();
  await writer.flush();
  assert.equal(messages.length, 800);
  assert.equal(writer.room(), undefined);
});

it("all logs together have a limit, of environments that have ended too: then every function waits", async () => {
  const gate = Promise.withResolvers<void>();
  const { writer: ended, open, room, messages } = openWriter([], gate.promise, mib);
  const chunk = Buffer.from(`${"x".repeat(1023)}\n`.repeat(64));
  for (let count = 0; count < 20; count++) ended.output(chunk);
  const end = ended.end();
  const other = open();
  const waits = other.output(Buffer.from("y\n"));
  assert.ok(waits && room.untilRoom());
  gate.resolve();
  await waits;
  await end;
  await other.flush();
  assert.equal(messages.length, 20 * 64 + 1);
  assert.equal(room.untilRoom(), undefined);
});

it("what could not be stored is tried again as soon as another log can be", async () => {
  let isFull = true;
  const stored: string[] = [];
  const log = createLog("silent");
  const clock = createManualClock();
  const call = async (_service: string, _operation: string, input: { logEvents: { message: string }[] }) => {
    if (isFull) throw new Error("the disk is full");
    stored.push(...input.logEvents.map(({ message }) => message));
  };
  const host = { clock, call, log } as unknown as ServiceHost;
  const as = { account: "000000000000", region: "us-east-1", principal: rootPrincipal("000000000000") };
  const room = new LogRoom(clock, log, mib);
  const [first, second] = ["first", "second"].map((stream) => new LogWriter(host, as, "/aws/lambda/f", stream, room));
  first?.event("1\n");
  void first?.flush();
  // Its pause has become long by then.
  await new Promise((resolve) => setTimeout(resolve, 1_600));
  second?.event("2\n");
  void second?.flush();
  await new Promise((resolve) => setImmediate(resolve));
  isFull = false;
  await Promise.all([first?.flush(), second?.flush()]);
  assert.deepEqual(stored.sort(), ["1\n", "2\n"]);
});

it("a stop does not wait long for what cannot be stored, and lets go of it", { timeout: 20_000 }, async () => {
  const { writer, room } = openWriter(
    Array.from({ length: 1_000 }, () => new Error("the disk is full")),
    undefined,
    10,
  );
  writer.event("x\n");
  assert.ok(room.untilRoom());
  await room.settle();
  await writer.flush();
  assert.equal(room.untilRoom(), undefined);
});

it("a stop waits for what is being stored, however busy the database is", async () => {
  const { writer, room, messages } = openWriter([], new Promise((resolve) => setTimeout(resolve, 2_500)));
  writer.event("x\n");
  await room.settle();
  assert.deepEqual(messages, ["x\n"]);
});

it("makes batches that the service takes, however long they had to wait and whatever the machine's clock did", async () => {
  const { writer, batches, clock } = openWriter();
  for (let hour = 0; hour < 60; hour++) {
    writer.event(`${hour}\n`);
    clock.advance(hour === 30 ? -3_600_000 : 3_600_000);
  }
  await writer.flush();
  assert.equal(batches.flat().length, 60);
  for (const batch of batches) {
    const times = batch.map(({ timestamp }) => timestamp);
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
    );
    assert.ok((times.at(-1) ?? 0) - (times[0] ?? 0) < 86_400_000);
  }
});

it("an environment's end does not wait long for a log that cannot be stored", { timeout: 20_000 }, async () => {
  const { writer } = openWriter(Array.from({ length: 1_000 }, () => new Error("the disk is full")));
  writer.event("x\n");
  await writer.end();
});

it("shows the lines of one event, and carriage returns as they were printed", async () => {
  const { writer, messages } = openWriter();
  writer.output(Buffer.from("[ERROR] Boom\0\rTraceback:\0\r  line 1\nwindows\r\n10 %\r20 %\n"));
  await writer.flush();
  assert.deepEqual(messages, ["[ERROR] Boom\nTraceback:\n  line 1\n", "windows\r\n", "10 %\r20 %\n"]);
  const tail = new LogTail(4096);
  tail.start();
  tail.write("a\0\rb\rc\n");
  assert.equal(tail.take()?.toString(), "a\nb\rc\n");
});
