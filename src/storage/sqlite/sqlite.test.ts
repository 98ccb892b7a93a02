import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { checkKill, checkKilledTimers } from "../contract/kill.ts";
import type { OpenDatabase } from "../contract/rig.ts";
import { describeDatabase } from "../contract.ts";
import { openSqlite } from "./sqlite.ts";

const directory = mkdtempSync(join(tmpdir(), "squall-sqlite-"));
after(() => rmSync(directory, { recursive: true }));
const openFile: OpenDatabase = (name, parts) => openSqlite({ file: join(directory, name), ...parts });

describeDatabase("SQLite in a file", { open: openFile });
describeDatabase("SQLite in memory", {
  open: (_, parts) => openSqlite({ file: ":memory:", ...parts }),
  survives: false,
});

test("SQLite keeps what was acknowledged when the process is killed", () =>
  checkKill(openFile, (name) => ["sqlite", join(directory, name)]));

test("SQLite fires each timer to its end, once, though the process is killed", () =>
  checkKilledTimers(openFile, (name) => ["sqlite", join(directory, name)]));
