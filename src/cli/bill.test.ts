import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { clientEnvironment, runProgram, startSquall, type TestSquall } from "../../test/support/squall.ts";
import { createSystemClock } from "../platform/clock.ts";
import { recordUsage, usageMigrations } from "../services/usage/usage.ts";
import { openSqlite } from "../storage/sqlite/sqlite.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const account = "000000000000";

describe("squall bill", () => {
  let directory: string;
  let squall: TestSquall;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "squall-bill-"));
    const dataDir = join(directory, "data");
    await mkdir(dataDir);
    await writeLedger(join(dataDir, "squall.db"));
    squall = await startSquall({ dataDir });
  });
  after(async () => {
    await squall.close();
    await rm(directory, { recursive: true, force: true });
  });

  const bill = async (...args: string[]) => {
    const command = ["--disable-warning=ExperimentalWarning", main, "bill", ...args];
    return runProgram(process.execPath, command, { env: clientEnvironment(squall.endpoint) });
  };

  it("is by function, with the free tier, unless asked otherwise", async () => {
    const { stdout, stderr, code } = await bill("--month", "2024-05");
    assert.equal(code, 0, stderr);
    assert.equal(
      stdout,
      `What 2024-05 used, and what AWS would ask for it at its list prices:

function        requests   GB-seconds  cost on AWS
resize         1,500,000  100,000.000        $1.97
thumb                100        2.500    $0.000053
total          1,500,100  100,002.500        $1.97
free tier                                   -$1.87
to pay on AWS                            $0.100020

Here it costs nothing. An idle system costs nothing anywhere.
`,
    );
  });

  it("is by day or tag, and without the free tier", async () => {
    const days = await bill("--month", "2024-05", "--group-by", "day", "--free-tier", "off");
    assert.match(days.stdout, /^2024-05-01 +1,500,000 +0\.000 +\$0\.300000$/m);
    assert.match(days.stdout, /^2024-05-02 +100 +100,002\.500 +\$1\.67$/m);
    assert.doesNotMatch(days.stdout, /free tier/);
    const teams = await bill("--month", "2024-05", "--group-by", "tag:team");
    assert.match(teams.stdout, /^media +1,500,000/m);
    assert.match(teams.stdout, /^\(no team\) +100 /m);
  });

  it("of an idle month is nothing", async () => {
    const { stdout } = await bill("--month", "2024-04");
    assert.equal(
      stdout,
      "Nothing was used in 2024-04: it costs nothing, here and on AWS. An idle system costs nothing.\n",
    );
  });

  it("of a month that the free tier covers is nothing to pay, however its fractions add up", async () => {
    const { stdout } = await bill("--month", "2024-06");
    assert.match(stdout, /^free tier +-\$0\.00\d+$/m);
    assert.match(stdout, /^to pay on AWS +\$0\.00$/m);
  });

  it("refuses what is no month, group or choice", async () => {
    assert.match((await bill("--month", "May")).stderr, /May is no month: write it like 2026-11/);
    assert.match((await bill("--group-by", "mood")).stderr, /day, function or tag:KEY, not mood/);
    assert.match((await bill("--free-tier", "maybe")).stderr, /takes on or off/);
  });
});

/** What a server would have written: in May two functions were used, one of them with a tag. */
async function writeLedger(file: string): Promise<void> {
  const storage = await openSqlite({ file, clock: createSystemClock() });
  await storage.migrate([{ name: "cost-explorer", migrations: usageMigrations }]);
  const common = { service: "AWS Lambda", operation: "Invoke", region: "us-east-1" };
  const arn = (name: string) => `arn:aws:lambda:us-east-1:${account}:function:${name}`;
  const resize = { ...common, resource: arn("resize"), tags: { team: "media" } };
  const thumb = { ...common, resource: arn("thumb"), tags: {}, atMs: Date.UTC(2024, 4, 2) };
  await recordUsage(storage, account, [
    { ...resize, usageType: "Request", quantity: 1_500_000, atMs: Date.UTC(2024, 4, 1) },
    { ...resize, usageType: "Lambda-GB-Second", quantity: 100_000, atMs: Date.UTC(2024, 4, 2) },
    { ...thumb, usageType: "Request-ARM", quantity: 100 },
    { ...thumb, usageType: "Lambda-GB-Second-ARM", quantity: 2.5 },
  ]);
  const june = { region: "us-east-1", tags: {}, atMs: Date.UTC(2024, 5, 1) };
  const sqs = {
    ...june,
    service: "Amazon Simple Queue Service",
    operation: "Requests",
    usageType: "Requests-RBP",
  } as const;
  const names = ["a", "b", "c", "d", "e", "f", "g"];
  await recordUsage(
    storage,
    account,
    names.map((name, index) => ({
      ...sqs,
      resource: `arn:aws:sqs:us-east-1:${account}:${name}`,
      quantity: 7 * index + 3,
    })),
  );
  await storage.close();
}
