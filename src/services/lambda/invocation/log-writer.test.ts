import assert from "node:assert/strict";
import { it } from "node:test";
import { createManualClock } from "../../../platform/clock.ts";
import { rootPrincipal } from "../../principal.ts";
import type { ServiceHost } from "../../service.ts";
import { LogTail } from "./log-tail.ts";
import { LogWriter } from "./log-writer.ts";

/** Collects what PutLogEvents is given. */
function openWriter(): { writer: LogWriter; messages: string[] } {
  const messages: string[] = [];
  const call = async (_service: string, _operation: string, input: { logEvents?: { message: string }[] }) => {
    messages.push(...(input.logEvents ?? []).map(({ message }) => message));
    return {};
  };
  const host = { clock: createManualClock(), call } as unknown as ServiceHost;
  const as = { account: "000000000000", region: "us-east-1", principal: rootPrincipal("000000000000") };
  return { writer: new LogWriter(host, as, "/aws/lambda/f", "stream"), messages };
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

it("shows the lines of one event, which come parted by carriage returns", async () => {
  const { writer, messages } = openWriter();
  writer.output(Buffer.from("[ERROR] Boom\rTraceback:\r  line 1\nwindows\r\n"));
  await writer.flush();
  assert.deepEqual(messages, ["[ERROR] Boom\nTraceback:\n  line 1\n", "windows\r\n"]);
  const tail = new LogTail(4096);
  tail.start();
  tail.write("a\rb\n");
  assert.equal(tail.take()?.toString(), "a\nb\n");
});
