import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { missing } from "../../test/support/missing.ts";
import { runProgram, startSquall, type TestSquall } from "../../test/support/squall.ts";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

describe("squall ca", () => {
  const directory = mkdtempSync(join(tmpdir(), "squall-ca-test-"));
  let squall: TestSquall;
  before(async () => {
    squall = await startSquall({ cacheDir: join(directory, "cache") });
  });
  after(async () => {
    await squall?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const run = (...flags: string[]) =>
    runProgram(
      process.execPath,
      ["--disable-warning=ExperimentalWarning", main, "ca", "--endpoint", squall.endpoint, ...flags],
      {
        env: { PATH: process.env.PATH },
      },
    );

  it("prints whom to trust, which is an authority", async () => {
    const { code, stdout } = await run();
    assert.equal(code, 0);
    assert.equal(new X509Certificate(stdout).ca, true);
    assert.doesNotMatch(stdout, /PRIVATE/);
  });

  it("puts it into a file of certificates, once, beside what is there", async () => {
    const path = join(directory, "bundle.pem");
    writeFileSync(path, "# others");
    for (let time = 0; time < 2; time++) assert.equal((await run("--into", path)).code, 0);
    const text = readFileSync(path, "utf8");
    assert.match(text, /^# others\n-----BEGIN/);
    assert.equal(text.match(/BEGIN/g)?.length, 1);
  });

  it("puts it into a key store of Java's, again and again", { skip: missing("keytool", ["-help"]) }, async () => {
    const path = join(directory, "store.p12");
    for (let time = 0; time < 2; time++) {
      const { code, stderr } = await run("--into", path);
      assert.equal(code, 0, stderr);
    }
    const { stdout } = await runProgram("keytool", ["-list", "-keystore", path, "-storepass", "changeit"], {
      env: process.env,
    });
    assert.match(stdout, /squall.*trustedCertEntry/s);
  });

  it("says what is the matter", async () => {
    assert.match(
      (await run("--into", "/nowhere/at/all.pem")).stderr,
      /^squall: \/nowhere\/at\/all\.pem cannot be written: .*\n$/,
    );
    assert.match((await run("--install", "--into", "x")).stderr, /two ways/);
    const { stderr, code } = await run("--endpoint", "http://127.0.0.1:9");
    assert.equal(code, 2);
    assert.match(stderr, /nothing answers at http:\/\/127\.0\.0\.1:9/);
  });
});
