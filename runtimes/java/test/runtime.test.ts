import assert from "node:assert/strict";
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import type { Sandbox } from "../../../src/sandbox/sandbox.ts";
import { withLines } from "../../../src/sandbox/telemetry/event-lines.ts";
import { createTestSandbox, startFolder } from "../../../src/sandbox/test-sandbox.ts";
import { buildJava, fetchJar, skipWithout } from "../../../test/support/build.ts";

const source = fileURLToPath(new URL("./fixtures", import.meta.url));

/** Source: "Log and monitor Java Lambda functions". */
const log4jSettings = `<Configuration status="ERROR">
  <Appenders>
    <Lambda name="Lambda" format="TEXT">
      <LambdaTextFormat><PatternLayout><pattern>%X{AWSRequestId} %p %m%n</pattern></PatternLayout></LambdaTextFormat>
    </Lambda>
  </Appenders>
  <Loggers><Root level="INFO"><AppenderRef ref="Lambda"/></Root></Loggers>
</Configuration>
`;

describe("Java functions behave as on AWS", { skip: skipWithout("javac", "--version") }, () => {
  let sandbox: Sandbox;
  let folder: string;
  before(async () => {
    sandbox = await createTestSandbox();
    const core = fetchJar("com.amazonaws:aws-lambda-java-core:1.4.0");
    folder = mkdtempSync(join(tmpdir(), "squall-java-"));
    chmodSync(folder, 0o755);
    const log4j = [
      "com.amazonaws:aws-lambda-java-log4j2:1.6.0",
      "org.apache.logging.log4j:log4j-api:2.24.3",
      "org.apache.logging.log4j:log4j-core:2.24.3",
    ];
    cpSync(buildJava(source, [core], log4j.map(fetchJar)), folder, { recursive: true });
    writeFileSync(join(folder, "log4j2.xml"), log4jSettings);
    writeFileSync(join(folder, "data.txt"), "from the package\n");
    await sandbox.prepare("java17", 256);
  });
  after(async () => {
    await sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (handler: string, environment: Record<string, string> = {}) =>
    startFolder(sandbox, {
      runtime: "java17",
      handler: `example.Handlers${handler}`,
      codeDir: folder,
      environment: {
        LAMBDA_TASK_ROOT: "/var/task",
        AWS_LAMBDA_FUNCTION_NAME: "fn",
        AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
        AWS_LAMBDA_LOG_FORMAT: "Text",
        GREETING: "hello",
        ...environment,
      },
    });

  it("a RequestHandler of plain objects", async () => {
    const { initialised, invoke } = await start("$Pojo");
    assert.deepEqual(initialised, { kind: "ready" });
    for (let count = 1; count <= 3; count += 1) {
      assert.deepEqual(await invoke({ item: "tea", count }), {
        response: { text: `${count} × tea`, orders: [{ item: "tea", count }] },
      });
    }
  });

  it("a RequestStreamHandler", async () => {
    assert.deepEqual(await (await start("$Shout")).invoke("quiet ü"), { response: "QUIET Ü" });
  });

  it("an ordinary method", async () => {
    assert.deepEqual(await (await start("::add")).invoke([1, 2, 39]), { response: 42 });
  });

  it("the context, the variables, the heap and the time zone are the function's", async () => {
    const { invoke } = await start("$Circumstances", { TZ: "Europe/Vienna" });
    const { response } = await invoke({}, { clientContext: '{"custom":{"a":"b"}}', traceId: "Root=1-2-3" });
    const { leftMs, variables, heapMiB, ...rest } = response;
    assert.deepEqual(rest, {
      requestId: "11111111-2222-4333-8444-555555555555",
      arn: "arn:aws:lambda:us-east-1:000000000000:function:fn",
      function: "fn",
      version: "$LATEST",
      memory: 256,
      custom: { a: "b" },
      trace: "Root=1-2-3",
      greeting: "hello",
      charset: "UTF-8",
      zone: "Europe/Vienna",
    });
    assert.ok(leftMs > 20_000 && leftMs <= 30_000, `${leftMs} ms are left`);
    assert.ok(heapMiB > 190 && heapMiB <= 218, `a heap of ${heapMiB} MiB`);
    assert.ok(variables.includes("AWS_LAMBDA_LOG_FORMAT") && !variables.includes("LD_LIBRARY_PATH"));
  });

  it("what is printed and logged, each message of the logger as one event", async () => {
    const { invoke, takeOutput } = await start("$Logs");
    assert.deepEqual(await invoke("x"), { response: "done" });
    assert.equal(takeOutput(), "printed ü\nlogged\0\rin two lines\nto the error stream\n");
  });

  it("log4j's appender for Lambda, with the request's id", async () => {
    const { invoke, takeOutput } = await start("$Log4j");
    assert.deepEqual(await invoke("x"), { response: "done" });
    assert.equal(takeOutput(), "11111111-2222-4333-8444-555555555555 INFO through log4j: x\n");
  });

  it("in JSON the logger's messages are objects, of the level asked for", async () => {
    const { invoke, takeOutput } = await start("$Logs", {
      AWS_LAMBDA_LOG_FORMAT: "JSON",
      AWS_LAMBDA_LOG_LEVEL: "INFO",
    });
    await invoke("x");
    const line = JSON.parse(takeOutput().split("\n")[1] ?? "");
    assert.equal(line.message, "logged\nin two lines");
    assert.equal(line.AWSRequestId, "11111111-2222-4333-8444-555555555555");
  });

  it("an exception has its class, message, stack and cause, and is logged", async () => {
    const { invoke, takeOutput } = await start("$Broken");
    const { error } = await invoke({ message: "no good" });
    assert.equal(error.errorType, "java.lang.IllegalStateException");
    assert.equal(error.errorMessage, "no good");
    assert.match(error.stackTrace[0], /^example\.Handlers\$Broken\.handleRequest\(Handlers\.java:\d+\)$/);
    assert.match(
      withLines(takeOutput()),
      /^no good: java\.lang\.IllegalStateException\njava\.lang\.IllegalStateException: no good\n\tat /,
    );
    assert.equal((await invoke({ message: "again" })).error.errorMessage, "again");
  });

  it("System.exit and a heap that is full end the process", async () => {
    assert.deepEqual(await (await start("$Broken")).invoke({ exit: 3 }), { exit: { code: 3, signal: undefined } });
    const { invoke, environment } = await start("$Broken");
    const { error } = await invoke({ heap: true });
    assert.equal(error.errorType, "java.lang.OutOfMemoryError");
    assert.equal(error.errorMessage, "Java heap space");
    assert.equal((await environment.exited).code, 1);
  });

  it("a class that is not there is the error of the first event; one that cannot be made, of the start", async () => {
    const missing = await start("$Nowhere");
    assert.equal(missing.initialised.kind, "ready");
    const { error } = await missing.invoke({});
    assert.equal(error.errorType, "java.lang.ClassNotFoundException");
    assert.equal(error.errorMessage, "Class not found: example.Handlers$Nowhere");
    const { initialised } = await start("$NeverMade");
    assert.equal(initialised.kind, "error");
    const told = JSON.parse(initialised.kind === "error" ? initialised.error.toString() : "");
    assert.match(told.errorMessage, /^Error loading class example\.Handlers\$NeverMade/);
  });

  it("files of the package are found by relative and absolute paths, and as resources", async () => {
    const { response } = await (await start("$Files_")).invoke("data.txt");
    assert.deepEqual(response, {
      absolute: "from the package",
      child: "hello",
      directory: "/var/task",
      nio: "from the package",
      relative: "from the package",
      resource: "from the package",
      writable: "/tmp/x",
    });
  });

  it("variables that Java reads at its start take effect", async () => {
    const { invoke } = await start("$Circumstances", { JAVA_TOOL_OPTIONS: "-Duser.timezone=Asia/Tokyo -Xmx100m" });
    const { response } = await invoke({});
    assert.equal(response.greeting, "hello");
    assert.deepEqual([response.zone, response.heapMiB > 60], ["Asia/Tokyo", true]);
    const files = await (await start("$Files_", { JAVA_TOOL_OPTIONS: "-Dx=y" })).invoke("data.txt");
    assert.equal(files.response.relative, "from the package");
  });
});
