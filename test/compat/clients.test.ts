import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { labFiles } from "../support/lab.ts";
import { missing } from "../support/missing.ts";
import { clientEnvironment, runProgram, startSquall, type TestSquall } from "../support/squall.ts";

const aws2 = findAws2();
const here = fileURLToPath(new URL("./", import.meta.url));

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

  it("uploads a small picture in one request and a large one in parts", {
    skip: missing("aws", ["--version"]),
  }, async () => {
    const env = clientEnvironment(squall.endpoint);
    const directory = await mkdtemp(join(tmpdir(), "squall-cli-"));
    const large = join(directory, "large.jpg");
    await writeFile(large, Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(20_000_000, 7)]));
    const head = async (key: string) => {
      const { stdout } = await runProgram("aws", ["s3api", "head-object", "--bucket", "cli-uploads", "--key", key], {
        env,
      });
      return JSON.parse(stdout) as { ContentType: string; ContentLength: number; ETag: string };
    };
    try {
      await runProgram("aws", ["s3", "mb", "s3://cli-uploads"], { env });
      for (const path of [`${labFiles.directory}logo.png`, large]) {
        const done = await runProgram("aws", ["s3", "cp", path, "s3://cli-uploads/"], { env });
        assert.equal(done.code, 0, done.stderr);
      }
      const small = await head("logo.png");
      assert.equal(small.ContentType, "image/png");
      assert.match(small.ETag, /^"[0-9a-f]{32}"$/);
      const parts = await head("large.jpg");
      assert.deepEqual([parts.ContentType, parts.ContentLength], ["image/jpeg", 20_000_003]);
      assert.match(parts.ETag, /-3"$/);
      const back = join(directory, "back.jpg");
      await runProgram("aws", ["s3", "cp", "s3://cli-uploads/large.jpg", back], { env });
      assert.ok((await readFile(back)).equals(await readFile(large)));
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
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
