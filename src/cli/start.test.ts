import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import { createLog } from "../platform/log.ts";
import { outliveFaults } from "./start.ts";

test("a fault that nobody caught is told, and ends the server only if they do not cease", () => {
  const lines: string[] = [];
  const events = new EventEmitter();
  let exits = 0;
  outliveFaults(
    createLog("error", (line) => lines.push(line)),
    events,
    () => {
      exits += 1;
    },
  );
  events.emit("uncaughtException", new Error("of one request"));
  events.emit("unhandledRejection", "of another");
  assert.equal(exits, 0);
  assert.match(lines[0] ?? "", /^error a fault that nobody caught error=".*of one request.*"\n$/);
  for (let each = 0; each < 100; each++) events.emit("uncaughtException", new Error("again"));
  assert.ok(exits > 0);
});
