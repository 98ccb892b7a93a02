import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { buildOnce, run, skipWithout } from "../../../test/support/build.ts";
import { countProcesses } from "../contract.ts";
import { RuntimeUnavailableError, type Sandbox } from "../sandbox.ts";
import { createTestSandbox, installDir, startFolder, startFunction } from "../test-sandbox.ts";

for (const mode of ["root", "user-namespace"] as const) {
  describe(`on a machine without Python, Node.js functions (${mode})`, {
    skip: mode === "root" && process.getuid?.() !== 0,
  }, () => {
    let sandbox: Sandbox;
    before(async () => {
      sandbox = await createTestSandbox({ findPython: () => undefined, modes: [mode] });
      await sandbox.prepare("nodejs22.x");
    });
    after(() => sandbox.close());

    const start = (text: string, environment = {}) =>
      startFunction(sandbox, {
        runtime: "nodejs22.x",
        handler: "index.handler",
        files: { "index.js": `const fs = require("node:fs"); const child = require("node:child_process");\n${text}` },
        environment,
      });

    it("run, write and use the SDK", async () => {
      const { invoke, takeOutput } = await start(
        'const { S3Client } = require("@aws-sdk/client-s3"); exports.handler = async (event) => { child.execSync("echo child", { stdio: "inherit" }); process.stdout.write("out\\n"); return [event, S3Client.name, process.cwd()]; };',
      );
      assert.deepEqual(await invoke({ a: 1 }), { response: [{ a: 1 }, "S3Client", "/var/task"] });
      assert.deepEqual(await invoke({ a: 2 }), { response: [{ a: 2 }, "S3Client", "/var/task"] });
      assert.equal(takeOutput(), "child\nout\nchild\nout\n");
    });

    it("see nothing of the host, and have no power", async () => {
      const { invoke } = await start(`exports.handler = async (paths) => [
        paths.filter((path) => fs.existsSync(path)),
        fs.readdirSync("/proc").filter((name) => /^\\d+$/.test(name)).length,
        /CapEff:\\t0+\\n/.test(fs.readFileSync("/proc/self/status", "utf8")),
        ["/var/task/x", "/x", "/etc/x", "/dev/x"].filter((path) => { try { fs.writeFileSync(path, ""); return true; } catch (error) { return error.code !== "EROFS"; } }),
        fs.writeFileSync("/tmp/x", "") === undefined,
        (() => { try { return fs.readdirSync("/.host"); } catch (error) { return error.code === "EACCES" ? [] : error.code; } })(),
      ];`);
      const paths = ["/root", "/sys", "/etc/shadow", "/var/lib", installDir];
      assert.deepEqual(await invoke(paths), { response: [[], 2, true, [], true, []] });
      const empty = await start("exports.handler = async (paths) => paths.flatMap((path) => fs.readdirSync(path));");
      assert.deepEqual(await empty.invoke(["/home", "/mnt", "/run", "/var/tmp", "/opt"]), { response: [] });
    });

    it("cannot write more than /tmp holds", async () => {
      const { invoke } = await start(
        'exports.handler = async () => { try { for (let n = 0; n < 600; n += 1) fs.appendFileSync("/tmp/a", Buffer.alloc(1024 * 1024)); } catch (error) { return error.code; } };',
      );
      assert.deepEqual(await invoke({}), { response: "ENOSPC" });
    });

    it("tell how they ended, and take what they have started with them", async () => {
      const marker = `98761${process.pid}`;
      const ending = await start("exports.handler = async (code) => process.exit(code);");
      assert.deepEqual(await ending.invoke(3), { exit: { code: 3, signal: undefined } });
      const leaving = await start(
        'exports.handler = async (marker) => { child.spawn("setsid", ["sleep", marker]); await new Promise((resolve) => setTimeout(resolve, 200)); return 1; };',
      );
      assert.deepEqual(await leaving.invoke(marker), { response: 1 });
      assert.equal(countProcesses(marker), 1);
      await leaving.environment.kill();
      assert.equal(countProcesses(marker), 0);
      assert.deepEqual(await leaving.environment.exited, { code: undefined, signal: "SIGKILL" });
    });

    it("are refused where only an agent could do what they ask for; so is Python", async () => {
      await assert.rejects(
        start("exports.handler = async () => 1;", { NODE_OPTIONS: "--no-warnings" }),
        RuntimeUnavailableError,
      );
      await assert.rejects(sandbox.prepare("python3.11"), RuntimeUnavailableError);
    });

    it("have company in Ruby and Java, while programs of a function's own are refused, saying what to install", {
      skip: skipWithout("javac", "-version") || skipWithout("ruby", "--version"),
    }, async () => {
      const ruby = await startFunction(sandbox, {
        runtime: "ruby3.2",
        handler: "app.handler",
        files: { "app.rb": "def handler(event:, context:)\n  [event, Dir.pwd, File.exist?('/root')]\nend\n" },
        environment: { LAMBDA_TASK_ROOT: "/var/task" },
      });
      assert.deepEqual(await ruby.invoke(1), { response: [1, "/var/task", false] });
      const text = "public class One { public int handle(int event) { return event + 1; } }\n";
      const codeDir = buildOnce("java-without-python", [text], (into) => {
        writeFileSync(join(into, "One.java"), text);
        run("javac", ["--release", "11", "-d", into, join(into, "One.java")], {});
      });
      const environment = { LAMBDA_TASK_ROOT: "/var/task" };
      const java = await startFolder(sandbox, { runtime: "java17", handler: "One::handle", codeDir, environment });
      assert.deepEqual(await java.invoke(1), { response: 2 });
      await assert.rejects(
        startFunction(sandbox, { runtime: "provided.al2023", handler: "x", files: { bootstrap: "#!/bin/sh\n" } }),
        new RuntimeUnavailableError(
          "Squall makes the sandbox of this function with Python 3, and this machine has none: `apt-get install python3`.",
        ),
      );
      const { missing, memoryLimit } = await sandbox.report();
      assert.equal(memoryLimit, "none");
      assert.match(
        missing.join(""),
        /^Without Python 3 .* only Node\.js, Java and Ruby functions run.*`apt-get install python3`/,
      );
    });
  });
}
