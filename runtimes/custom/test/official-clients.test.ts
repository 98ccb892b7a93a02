import assert from "node:assert/strict";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Sandbox } from "../../../src/sandbox/sandbox.ts";
import { createTestSandbox, installDir, type TestFunction } from "../../../src/sandbox/test-sandbox.ts";
import { buildJava, buildOnce, fetchJar, readAll, run, skipWithout } from "../../../test/support/build.ts";
import { fixture, requestId, startCustom, writeBootstrap } from "./custom-function.ts";

/** Node.js as npm carries it: with the headers that native code is compiled with. */
const nodeDir = join(installDir, `node_modules/node-${process.platform}-${process.arch}`);
const rubyClient = findRubyClient();
const arn = "arn:aws:lambda:us-east-1:000000000000:function:fn";

/** AWS's own clients of the Runtime API, unmodified, each in a function that brings it along. Go's is in go.test.ts, Rust's in rust.test.ts. */
describe("official clients of the Runtime API", () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await createTestSandbox({ root: "host" });
    await sandbox.prepare("provided.al2023");
  });
  after(() => sandbox.close());

  it("awslambdaric (Python)", { skip: skipWithout("/usr/bin/python3", "-m", "pip", "--version") }, async () => {
    const text = `def handler(event, context):
    if event == "fail": raise ValueError("no good")
    print("handling", event)
    return {"echo": event, "id": context.aws_request_id, "left": context.get_remaining_time_in_millis() > 0}
`;
    const bootstrap = '#!/bin/sh\nexport PYTHONPATH=/var/task\nexec /usr/bin/python3 -m awslambdaric "$_HANDLER"\n';
    const folder = buildOnce("awslambdaric", [text, bootstrap], (into) => {
      run("/usr/bin/python3", ["-m", "pip", "install", "-q", "--target", into, "awslambdaric"], {});
      writeFileSync(join(into, "app.py"), text);
      writeBootstrap(into, bootstrap);
    });
    const { invoke, takeOutput, environment } = await startCustom(sandbox, folder, "app.handler");
    for (const n of [1, 2]) assert.deepEqual(await invoke(n), { response: { echo: n, id: requestId, left: true } });
    assert.equal(takeOutput(), "handling 1\nhandling 2\n");
    const { error } = await invoke("fail");
    assert.deepEqual([error.errorType, error.errorMessage], ["ValueError", "no good"]);
    assert.deepEqual((await invoke("on")).response.echo, "on");
    await environment.kill();
  });

  describe("aws-lambda-ric (Node.js)", { skip: skipWithout("cmake", "--version") }, () => {
    const bootstrap = '#!/bin/sh\nexec /var/task/node /var/task/node_modules/aws-lambda-ric/index.mjs "$_HANDLER"\n';
    let folder: string;
    before(() => {
      // The client compiles curl and a library of AWS's: a minute, the first time.
      const client = buildOnce("aws-lambda-ric", ["4.0.2", process.version], (into) => {
        const env = { ...process.env, PATH: `${nodeDir}/bin:${process.env.PATH}`, npm_config_nodedir: nodeDir };
        writeFileSync(join(into, "package.json"), '{ "private": true }');
        run("npm", ["install", "--no-audit", "--no-fund", "aws-lambda-ric@4.0.2"], { cwd: into, env });
      });
      folder = buildOnce("aws-lambda-ric-function", [client, bootstrap, ...readAll(fixture("node"))], (into) => {
        cpSync(join(client, "node_modules"), join(into, "node_modules"), { recursive: true });
        cpSync(join(nodeDir, "bin/node"), join(into, "node"));
        cpSync(fixture("node"), into, { recursive: true });
        writeBootstrap(into, bootstrap);
      });
    });

    it("takes events and tells errors", async () => {
      const { invoke, takeOutput, environment } = await startCustom(sandbox, folder, "index.handler");
      for (const n of [1, 2]) {
        const more = { clientContext: '{"custom":{"a":"ü"}}', traceId: "Root=1-2-3" };
        assert.deepEqual(await invoke({ n }, more), {
          response: { n, id: requestId, arn, custom: { a: "ü" }, trace: "Root=1-2-3", isInTime: true },
        });
      }
      assert.match(takeOutput(), /^\S+Z\t11111111-2222-\S+\tINFO\thandling 1\n\S+\t\S+\tINFO\thandling 2\n$/);
      const { error } = await invoke({ fail: "no good" });
      assert.deepEqual([error.errorType, error.errorMessage], ["RangeError", "no good"]);
      assert.equal((await invoke({ n: 3 })).response.n, 3);
      await environment.kill();
    });

    it("streams, with an error in the middle as trailers", async () => {
      const { invoke, environment } = await startCustom(sandbox, folder, "index.streamed");
      const parts: Buffer[] = [];
      const onPart = (part: Buffer) => {
        parts.push(part);
        return undefined;
      };
      assert.deepEqual(await invoke({}, {}, onPart), { response: null });
      const [prelude, body] = Buffer.concat(parts.splice(0)).toString().split("\0".repeat(8));
      assert.deepEqual(JSON.parse(prelude!), { statusCode: 201, headers: { "content-type": "text/plain" } });
      assert.equal(body, "one,two");
      const { error } = await invoke({ fail: "broken off" }, {}, onPart);
      assert.deepEqual([error.errorType, error.errorMessage], ["RangeError", "broken off"]);
      assert.match(Buffer.concat(parts).toString(), /one,$/);
      await environment.kill();
    });

    it("tells what it cannot load", async () => {
      const { initialised } = await startCustom(sandbox, folder, "nowhere.handler");
      assert.equal(initialised.kind, "error");
      const told = JSON.parse(initialised.kind === "error" ? initialised.error.toString() : "");
      assert.equal(told.errorType, "Runtime.ImportModuleError");
    });
  });

  // `aws_lambda_ric` itself is a gem: the registry of those is not among the ones that the tests may need.
  it("aws_lambda_ric (Ruby)", { skip: rubyClient ? false : "no gem server gives aws_lambda_ric" }, async () => {
    const bootstrap = `#!/bin/sh
exec ruby -I "$(echo /var/task/gems/aws_lambda_ric-*/lib)" -r aws_lambda_ric/bootstrap -e Bootstrap.start "$_HANDLER"
`;
    const sources = [rubyClient ?? "", bootstrap, ...readAll(fixture("ruby-client"))];
    const folder = buildOnce("ruby-client-function", sources, (into) => {
      cpSync(join(rubyClient ?? "", "gems"), join(into, "gems"), { recursive: true });
      cpSync(fixture("ruby-client"), into, { recursive: true });
      writeBootstrap(into, bootstrap);
    });
    await checkRuby(await startCustom(sandbox, folder, "app.handler"));
  });

  // Where no gem server can be reached, this is what is known of the client.
  it("what aws_lambda_ric (Ruby) says, said by a program like it", {
    skip: skipWithout("ruby", "--version"),
  }, async () => {
    await checkRuby(await startCustom(sandbox, fixture("ruby"), "app.handler"));
    const { initialised } = await startCustom(sandbox, fixture("ruby"), "nowhere.handler");
    assert.equal(initialised.kind, "error");
    const told = JSON.parse(initialised.kind === "error" ? initialised.error.toString() : "");
    assert.equal(told.errorType, "Function<LoadError>");
  });

  describe("aws-lambda-java-runtime-interface-client (Java)", { skip: skipWithout("jlink", "--version") }, () => {
    const bootstrap = `#!/bin/sh
exec /var/task/jre/bin/java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '/var/task:/var/task/lib/*' \\
  com.amazonaws.services.lambda.runtime.api.client.AWSLambda "$_HANDLER"
`;
    const jars = [
      "com.amazonaws:aws-lambda-java-runtime-interface-client:2.10.1",
      "com.amazonaws:aws-lambda-java-core:1.4.0",
      "com.amazonaws:aws-lambda-java-serialization:1.4.1",
      "com.amazonaws:aws-lambda-java-events:3.16.1",
      "software.amazon.awssdk:utils-lite:2.34.0",
      "joda-time:joda-time:2.14.0",
    ];
    let folder: string;
    before(() => {
      const classes = buildJava(fixture("java"), [], jars.map(fetchJar));
      // AWS's OS-only runtimes have no Java: the function brings a small one.
      folder = buildOnce("java-client", [classes, bootstrap], (into) => {
        cpSync(classes, into, { recursive: true });
        const modules = "java.base,java.desktop,java.logging,java.sql,jdk.unsupported";
        run("jlink", ["--add-modules", modules, "--output", join(into, "jre")], {});
        writeBootstrap(into, bootstrap);
      });
    });

    it("gives the events of aws-lambda-java-events, and takes their answers", async () => {
      const { invoke, takeOutput, environment } = await startCustom(sandbox, folder, "shop.Functions$Messages");
      const record = (messageId: string, body: string) => ({ messageId, body, eventSource: "aws:sqs" });
      for (let n = 0; n < 2; n += 1) {
        assert.deepEqual(await invoke({ Records: [record("1", "good"), record("2", "bad")] }), {
          response: { batchItemFailures: [{ itemIdentifier: "2" }] },
        });
        assert.equal(takeOutput(), `handling 2 for ${requestId}\n`);
      }
      await environment.kill();
    });

    it("tells errors, and goes on", async () => {
      const { invoke, environment } = await startCustom(sandbox, folder, "shop.Functions$Uploads");
      const { error } = await invoke({ Records: [] });
      assert.deepEqual([error.errorType, error.errorMessage], ["java.lang.IllegalArgumentException", "no good"]);
      assert.match(error.stackTrace[0], /^shop\.Functions\$Uploads\.handleRequest\(Functions\.java:\d+\)$/);
      const s3 = { bucket: { name: "b" }, object: { key: "a+b.txt", size: 1 } };
      const { response } = await invoke({ Records: [{ eventTime: "2026-01-02T03:04:05.678Z", s3 }] });
      assert.equal(response, "2026-01-02T03:04:05.678Z a b.txt");
      await environment.kill();
    });

    it("hands on streams", async () => {
      const { invoke, environment } = await startCustom(sandbox, folder, "shop.Functions$Shout");
      assert.deepEqual(await invoke("quiet ü"), { response: "QUIET Ü" });
      await environment.kill();
    });
  });
});

/** The client's function and the program like it do the same. */
async function checkRuby({ invoke, takeOutput, environment }: TestFunction): Promise<void> {
  takeOutput();
  for (const n of [1, 2]) {
    const { response } = await invoke({ n }, { traceId: "Root=1-2-3" });
    assert.deepEqual(response, { n, id: requestId, arn, trace: "Root=1-2-3", in_time: true });
  }
  assert.equal(takeOutput(), "handling 1\nhandling 2\n");
  assert.deepEqual(await invoke({ reads: true }), { response: "read ü" });
  const { error } = await invoke({ fail: "no good" });
  assert.deepEqual([error.errorType, error.errorMessage], ["Function<ArgumentError>", "no good"]);
  assert.equal((await invoke({ n: 3 })).response.n, 3);
  await environment.kill();
}

/** The folder of the gem; undefined where it cannot be had, which fails no run: no other package manager carries it. */
function findRubyClient(): string | undefined {
  try {
    return buildOnce("ruby-client", ["aws_lambda_ric"], (into) => {
      run("gem", ["install", "--no-document", "--install-dir", into, "aws_lambda_ric"], {});
    });
  } catch {
    return undefined;
  }
}
