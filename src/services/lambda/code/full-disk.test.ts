import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { zip } from "../../../../test/support/zip.ts";

/** Mounts a small disk that only this process sees. */
const unshare = ["--user", "--map-root-user", "--mount", "sh", "-c"];
const isPossible = spawnSync("unshare", [...unshare, "mount -t tmpfs none /mnt"]).status === 0;

test("on a full disk the package is not said to be wrong, and nothing is left", { skip: !isPossible }, (context) => {
  const base = mkdtempSync(join(tmpdir(), "squall-full-"));
  context.after(() => rmSync(base, { recursive: true, force: true }));
  writeFileSync(join(base, "package.zip"), zip({ "a/large": randomBytes(4_000_000), "b.py": "x" }));
  const store = fileURLToPath(new URL("./code-store.ts", import.meta.url));
  writeFileSync(
    join(base, "run.mjs"),
    `import { readFileSync, readdirSync } from "node:fs";
    import { CodeStore } from ${JSON.stringify(store)};
    const host = { config: { dataDir: "/mnt" }, random: { uuid: () => "one" }, blobs: {} };
    const upload = { zip: readFileSync(${JSON.stringify(join(base, "package.zip"))}), direct: true };
    const outcome = await new CodeStore(host).take(upload, async () => "taken").catch((error) => error);
    console.log(JSON.stringify([outcome.name, outcome.message, readdirSync("/mnt/lambda-code")]));`,
  );
  const run = spawnSync(
    "unshare",
    [
      ...unshare,
      'mount -t tmpfs -o size=1m none /mnt && exec "$0" --disable-warning=ExperimentalWarning "$1"',
      process.execPath,
      join(base, "run.mjs"),
    ],
    { encoding: "utf8" },
  );
  assert.deepEqual(JSON.parse(run.stdout || JSON.stringify(run.stderr)), [
    "ServiceException",
    "The package could not be stored: ENOSPC: no space left on device",
    [],
  ]);
});
