import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import pg from "pg";
import { runProgram, startSquall, type TestSquall } from "../../test/support/squall.ts";
import { startProxy } from "../storage/postgres/test-proxy.ts";
import { startTestServer, type TestServer } from "../storage/postgres/test-server.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "squall-start-"));
after(() => rmSync(directory, { recursive: true, force: true }));

/** Starts a server that must end by itself, with one line that has no secret in it. Gives the line. */
async function refused(flags: readonly string[], expectedCode = 1): Promise<string> {
  const args = ["--disable-warning=ExperimentalWarning", main, "start", "--port", "0"];
  const env = { PATH: process.env.PATH, AWS_EC2_METADATA_DISABLED: "true", HOME: directory };
  const dataDir = mkdtempSync(join(directory, "data-"));
  const { code, stdout, stderr } = await runProgram(process.execPath, [...args, "--data-dir", dataDir, ...flags], {
    env,
  });
  assert.equal(code, expectedCode, stderr);
  assert.equal(stdout, "");
  assert.match(stderr, /^squall: [^\n]+\n$/);
  assert.doesNotMatch(stderr, /secret/);
  return stderr.slice("squall: ".length, -1);
}

describe("a start without a blob store", () => {
  let store: TestSquall;
  before(async () => {
    store = await startSquall({ auth: "enforce" });
  });
  after(() => store?.close());

  it("says that it cannot be reached", async () => {
    const line = await refused(["--blobs", "s3://me:secret@blobs?endpoint=http://127.0.0.1:4739"]);
    assert.match(line, /^the blob store http:\/\/127\.0\.0\.1:4739 cannot be reached \(ECONNREFUSED\): start it, or/);
  });

  it("says that the keys are wrong", async () => {
    const line = await refused(["--blobs", `s3://me:secret@blobs?endpoint=${store.endpoint}`]);
    assert.match(line, /refuses the credentials for bucket blobs \(InvalidAccessKeyId\): check the keys/);
  });

  it("says that there are no keys", async () => {
    assert.match(
      await refused(["--blobs", `s3://blobs?endpoint=${store.endpoint}`]),
      /needs credentials: set AWS_ACCESS/,
    );
  });

  it("says that there is no bucket", async () => {
    await using open = await startSquall();
    const client = open.client(S3Client, { forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: "others" }));
    client.destroy();
    const line = await refused(["--blobs", `s3://test:test@blobs?endpoint=${open.endpoint}`]);
    assert.match(line, /has no bucket blobs: create it, or name another with --blobs\.$/);
  });

  it("says what the URL has to look like", async () => {
    assert.match(await refused(["--blobs", "s3://me:secret@blobs:9000/x"]), /^--blobs takes `disk` or a URL like s3:/);
    assert.match(await refused(["--blobs", "/srv/secret"], 2), /^--blobs takes `disk` or a URL like s3:/);
    assert.match(await refused(["--ephemeral", "--blobs", "s3://blobs"], 2), /^--ephemeral keeps nothing/);
  });
});

describe("a start without a database", () => {
  it("says that it cannot be reached", async () => {
    const line = await refused(["--database", "postgres://squall:secret@127.0.0.1:4738/cloud"]);
    assert.equal(
      line,
      "the database postgres://squall@127.0.0.1:4738/cloud cannot be reached (ECONNREFUSED): start PostgreSQL, or correct host and port in --database.",
    );
  });

  it("says that nobody knows the host", async () => {
    assert.match(
      await refused(["--database", "postgres://squall:secret@nowhere.invalid/cloud"]),
      /a host that nobody knows/,
    );
  });

  it("says what the URL has to look like", async () => {
    for (const url of [
      "postgres://squall:sec/ret@host:x/db",
      "postgres://squall:secret@host:99999/db",
      "postgres://squall:secret%@host/db",
    ]) {
      assert.match(await refused(["--database", url]), /^--database is no URL that can be read: it is postgres:/, url);
    }
  });
});

const started = await startTestServer();
const skip = "reason" in started && !process.env.SQUALL_TEST_NO_SKIP ? started.reason : false;

describe("a start with a PostgreSQL that says no", { skip }, () => {
  let url: string;
  before(async () => {
    url = await (started as TestServer).database("cloud");
  });
  after(() => (started as TestServer).stop());

  const changed = (change: (url: URL) => void): string => {
    const copy = new URL(url);
    change(copy);
    return copy.href;
  };

  it("says that there is no such database", async () => {
    const line = await refused(["--database", changed((each) => (each.pathname = "/elsewhere"))]);
    assert.match(line, /\/elsewhere does not exist: create it \(createdb\), or name another in --database\.$/);
  });

  it("says that the password is wrong, or missing", async () => {
    const rules = join(new URL(url).searchParams.get("host") as string, "data", "pg_hba.conf");
    writeFileSync(rules, `local all locked scram-sha-256\n${readFileSync(rules, "utf8")}`);
    await query(url, "CREATE ROLE locked LOGIN PASSWORD 'right'");
    await query(url, "SELECT pg_reload_conf()");
    const wrong = changed((each) => {
      each.username = "locked";
      each.password = "secret";
    });
    assert.match(
      await refused(["--database", wrong]),
      /refuses the user \(password authentication failed for user "locked"\)/,
    );
    const none = changed((each) => (each.username = "locked"));
    assert.match(await refused(["--database", none]), /refuses the user/);
    const right = changed((each) => {
      each.username = "locked";
      each.password = "right";
    });
    assert.match(await refused(["--database", right]), /refuses to make tables: grant the user CREATE/);
  });

  it("says that a pooler is in between that keeps no sessions", async () => {
    await using pooler = await startProxy(url, { dropsOptions: true });
    assert.match(await refused(["--database", pooler.url]), /^--database leads through a connection pooler/);
  });

  it("ends, though the database is open, when only the blob store is missing", async () => {
    const blobs = "s3://me:secret@blobs?endpoint=http://127.0.0.1:4739";
    assert.match(await refused(["--database", url, "--blobs", blobs]), /^the blob store .* cannot be reached/);
  });
});

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text);
  await client.end();
}
