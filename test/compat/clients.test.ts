import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { labFiles } from "../support/lab.ts";
import { clientEnvironment, runProgram, startSquall, type TestSquall } from "../support/squall.ts";

const aws2 = findAws2();
const here = fileURLToPath(new URL("./", import.meta.url));

/** Skipping is for a developer's machine without the program; CI forbids it. */
function missing(command: string, args: readonly string[]): string | false {
  if (process.env.SQUALL_TEST_NO_SKIP || spawnSync(command, args).status === 0) return false;
  return `${command} ${args.join(" ")} does not run here: install it to run this test`;
}

describe("the first lab with programs", () => {
  let squall: TestSquall;
  before(async () => {
    squall = await startSquall();
  });
  after(() => squall.close());

  it("works with boto3", { skip: missing("python3", ["-c", "import boto3"]) }, async () => {
    const done = await runProgram("python3", [`${here}first_lab.py`, labFiles.directory], {
      env: clientEnvironment(squall.endpoint),
    });
    assert.equal(done.stderr, "");
    assert.match(done.stdout, /lab done/);
  });

  it("works with aws-cli", { skip: missing("aws", ["--version"]) }, async () => {
    const done = await runProgram("bash", [`${labFiles.directory}run.sh`], {
      env: { ...clientEnvironment(squall.endpoint), BUCKET: "cli-pictures", FUNCTION: "cli-lab" },
    });
    assert.equal(done.code, 0, done.stderr);
    assert.match(done.stdout, /Image metadata:/);
    assert.match(done.stdout, /REPORT RequestId/);
  });

  it("shows a log with `aws logs tail --follow`", { skip: missing(aws2, ["--version"]) }, async () => {
    const { AWS_ENDPOINT_URL: endpoint = "", ...env } = clientEnvironment(squall.endpoint);
    // Debian's version 2 is older than the variable.
    const tail = ["logs", "tail", "/aws/lambda/cli-lab", "--follow", "--since", "1h", "--endpoint-url", endpoint];
    const done = await runProgram("timeout", ["8", aws2, ...tail], { env: { ...env, PYTHONUNBUFFERED: "1" } });
    assert.match(done.stdout, /START RequestId/, done.stderr);
  });
});

/** `logs tail` came with version 2, which has no package for pip: where `aws` is older, Debian's own is taken. */
function findAws2(): string {
  const { stdout } = spawnSync("aws", ["--version"], { encoding: "utf8" });
  return stdout?.startsWith("aws-cli/2") ? "aws" : "/usr/bin/aws";
}
