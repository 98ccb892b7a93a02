import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Sandbox } from "../sandbox.ts";
import { createTestSandbox, startFunction } from "../test-sandbox.ts";

const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
const requestId = "11111111-2222-4333-8444-555555555555";

describe("Node.js functions behave as on AWS", () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await createTestSandbox();
    await sandbox.prepare("nodejs22.x");
  });
  after(() => sandbox.close());

  const start = (
    text: string,
    { file = "index.js", handler = "index.handler", runtime = "nodejs22.x", environment = {} } = {},
  ) => startFunction(sandbox, { runtime, handler, files: { [file]: text }, environment });

  describe("ways to answer", () => {
    it("an async function", async () => {
      const { invoke } = await start("exports.handler = async (event) => ({ got: event });");
      assert.deepEqual(await invoke({ a: "ü" }), { response: { got: { a: "ü" } } });
      assert.deepEqual(await invoke([1]), { response: { got: [1] } });
    });

    it("undefined is null", async () => {
      const { invoke } = await start("exports.handler = async () => {};");
      assert.deepEqual(await invoke({}), { response: null });
    });

    it("a promise, a callback, the methods of the context", async () => {
      const { invoke } = await start(`exports.handler = (event, context, callback) => {
        if (event.way === "promise") return new Promise((resolve) => setTimeout(resolve, 5, "promised"));
        if (event.way === "callback") callback(null, "called back");
        if (event.way === "failing callback") callback(new RangeError("too far"));
        if (event.way === "succeed") context.succeed("succeeded");
        if (event.way === "done") context.done(null, "done");
        if (event.way === "fail") context.fail("failed");
      };`);
      assert.deepEqual(await invoke({ way: "promise" }), { response: "promised" });
      assert.deepEqual(await invoke({ way: "callback" }), { response: "called back" });
      const { error } = await invoke({ way: "failing callback" });
      assert.deepEqual(
        [error.errorType, error.errorMessage, error.trace[0]],
        ["RangeError", "too far", "RangeError: too far"],
      );
      assert.deepEqual(await invoke({ way: "succeed" }), { response: "succeeded" });
      assert.deepEqual(await invoke({ way: "done" }), { response: "done" });
      assert.deepEqual(await invoke({ way: "fail" }), {
        error: { errorType: "string", errorMessage: "failed", trace: [] },
      });
      assert.deepEqual(await invoke({ way: "none" }), { response: null });
    });

    it("a callback waits for an empty event loop, unless it is told not to", async () => {
      const { invoke, takeOutput } = await start(`exports.handler = (event, context, callback) => {
        context.callbackWaitsForEmptyEventLoop = event.waits;
        setTimeout(() => process.stdout.write("later\\n"), 50);
        callback(null, "at once");
      };`);
      assert.deepEqual(await invoke({ waits: true }), { response: "at once" });
      assert.equal(takeOutput(), "later\n");
      assert.deepEqual(await invoke({ waits: false }), { response: "at once" });
      assert.equal(takeOutput(), "");
    });

    it("Node.js 24 has no callbacks", async () => {
      const { initialised } = await start("exports.handler = (event, context, callback) => callback(null, 1);", {
        runtime: "nodejs24.x",
      });
      assert.equal(initialised.kind, "error");
      const error = JSON.parse(initialised.kind === "error" ? initialised.error.toString() : "");
      assert.equal(error.errorType, "Runtime.CallbackHandlerDeprecated");
    });

    it("a response that is no JSON is an error", async () => {
      const { invoke } = await start("exports.handler = async () => { const a = {}; a.a = a; return a; };");
      const { error } = await invoke({});
      assert.deepEqual(
        [error.errorType, error.errorMessage],
        ["Runtime.JSONStringifyError", "Unable to stringify response body"],
      );
    });
  });

  describe("errors", () => {
    it("thrown by the handler", async () => {
      const { invoke, takeOutput } = await start(
        `exports.handler = async () => { throw Object.assign(new TypeError("two\\nlines"), { code: "E1" }); };`,
      );
      const { error } = await invoke({});
      assert.equal(error.errorType, "TypeError");
      assert.equal(error.errorMessage, "two\nlines");
      assert.equal(error.trace[0], "TypeError: two");
      assert.match(error.trace[2], /at exports\.handler \(\/var\/task\/index\.js:1:/);
      const log = takeOutput().replace(time, "TIME");
      assert.ok(
        log.startsWith(
          `TIME\t${requestId}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"two\\nlines","code":"E1","stack":["TypeError: two","lines","    at exports.handler`,
        ),
        log,
      );
      assert.equal((await invoke({})).error.errorType, "TypeError");
    });

    it("of a promise nobody handles: told, then the process ends", async () => {
      const { invoke, environment } = await start(
        `exports.handler = async () => { Promise.reject(new Error("lost")); await new Promise((resolve) => setTimeout(resolve, 1000)); };`,
      );
      const { error } = await invoke({});
      assert.deepEqual([error.errorType, error.errorMessage], ["Runtime.UnhandledPromiseRejection", "Error: lost"]);
      assert.deepEqual(await environment.exited, { code: 128, signal: undefined });
    });

    it("nobody catches: told, then the process ends", async () => {
      const { invoke, environment, takeOutput } = await start(
        `exports.handler = () => new Promise(() => setTimeout(() => { throw new Error("uncaught"); }, 5));`,
      );
      const { error } = await invoke({});
      assert.deepEqual([error.errorType, error.errorMessage], ["Error", "uncaught"]);
      assert.deepEqual(await environment.exited, { code: 129, signal: undefined });
      assert.match(takeOutput(), /\tERROR\tUncaught Exception \t\{"errorType":"Error","errorMessage":"uncaught"/);
    });

    it("process.exit", async () => {
      const { invoke } = await start("exports.handler = async () => process.exit(4);");
      assert.deepEqual(await invoke({}), { exit: { code: 4, signal: undefined } });
    });

    const loading: readonly [string, string, string, string, string | RegExp][] = [
      [
        "a file that is missing",
        "",
        "nope.handler",
        "Runtime.ImportModuleError",
        "Error: Cannot find module 'nope'\nRequire stack:\n- /var/runtime/index.mjs",
      ],
      [
        "a module that is missing",
        "require('left-pad')",
        "index.handler",
        "Runtime.ImportModuleError",
        /^Error: Cannot find module 'left-pad'\nRequire stack:\n- \/var\/task\/index.js/,
      ],
      [
        "an export that is missing",
        "exports.other = 1",
        "index.handler",
        "Runtime.HandlerNotFound",
        "index.handler is undefined or not exported",
      ],
      [
        "an export that is no function",
        "exports.handler = 1",
        "index.handler",
        "Runtime.HandlerNotFound",
        "index.handler is not a function",
      ],
      [
        "bad syntax",
        "exports.handler = (",
        "index.handler",
        "Runtime.UserCodeSyntaxError",
        "SyntaxError: Unexpected end of input",
      ],
      ["a bad handler name", "", "index", "Runtime.MalformedHandlerName", "Bad handler"],
      [
        "a handler above the folder",
        "",
        "../index.handler",
        "Runtime.MalformedHandlerName",
        /^'\.\.\/index\.handler' is not a valid handler name/,
      ],
      ["an error of the module itself", "throw new RangeError('at load')", "index.handler", "RangeError", "at load"],
    ];
    for (const [what, text, handler, type, message] of loading) {
      it(`while loading: ${what}`, async () => {
        const { initialised } = await start(text, { handler });
        assert.equal(initialised.kind, "error");
        const error = JSON.parse(initialised.kind === "error" ? initialised.error.toString() : "");
        assert.equal(error.errorType, type);
        if (typeof message === "string") assert.equal(error.errorMessage, message);
        else assert.match(error.errorMessage, message);
        assert.ok(Array.isArray(error.trace));
      });
    }
  });

  describe("modules", () => {
    it("an ES module with top-level await", async () => {
      const { invoke } = await start("const n = await Promise.resolve(41); export const handler = async () => n + 1;", {
        file: "index.mjs",
      });
      assert.deepEqual(await invoke({}), { response: 42 });
    });

    it("package.json says that .js is an ES module", async () => {
      const { invoke } = await startFunction(sandbox, {
        runtime: "nodejs22.x",
        handler: "src/app.handlers.main",
        files: {
          "package.json": '{"type":"module"}',
          "src/app.js": "import os from 'node:os'; export const handlers = { main: async () => os.EOL };",
        },
      });
      assert.deepEqual(await invoke({}), { response: "\n" });
    });

    for (const [way, file, text] of [
      [
        "import",
        "index.mjs",
        'import { S3Client } from "@aws-sdk/client-s3"; export const handler = async () => S3Client.name;',
      ],
      [
        "require",
        "index.js",
        'const { S3Client } = require("@aws-sdk/client-s3"); exports.handler = async () => S3Client.name;',
      ],
    ] as const) {
      it(`the SDK is there by ${way}`, async () => {
        const { invoke } = await start(text, { file });
        assert.deepEqual(await invoke({}), { response: "S3Client" });
      });
    }

    it("the function's own package wins over the runtime's", async () => {
      const { invoke } = await startFunction(sandbox, {
        runtime: "nodejs22.x",
        handler: "index.handler",
        files: {
          "index.mjs": 'import { S3Client } from "@aws-sdk/client-s3"; export const handler = async () => S3Client;',
          "node_modules/@aws-sdk/client-s3/package.json": '{"main":"i.js","version":"0.0.1"}',
          "node_modules/@aws-sdk/client-s3/i.js": 'exports.S3Client = "own";',
        },
      });
      assert.deepEqual(await invoke({}), { response: "own" });
    });

    it("what Squall itself has installed is not there", async () => {
      const { invoke } = await start(
        `exports.handler = async () => { try { require("pg"); return "there"; } catch (error) { return error.code; } };`,
      );
      assert.deepEqual(await invoke({}), { response: "MODULE_NOT_FOUND" });
    });

    it("a response is streamed in pieces, as they are written", async () => {
      const { environment } = await start(
        `exports.handler = awslambda.streamifyResponse(async (event, stream, context) => {
           stream.setContentType("text/csv");
           stream.write("one");
           await new Promise((resolve) => setTimeout(resolve, 50));
           stream.write(context.awsRequestId.slice(0, 4));
           stream.end();
         });`,
      );
      const parts: string[] = [];
      const result = await environment.invoke(invocation, (part, contentType) => {
        parts.push(`${part} as ${contentType}`);
        return undefined;
      });
      assert.deepEqual(parts, ["one as text/csv", "1111 as text/csv"]);
      assert.deepEqual(result, { kind: "success", payload: Buffer.alloc(0), contentType: "text/csv" });
      const whole = await environment.invoke(invocation);
      assert.deepEqual(whole, { kind: "success", payload: Buffer.from("one1111"), contentType: "text/csv" });
    });

    it("a function that streams waits for a slow reader", async () => {
      const { environment } = await start(
        `exports.handler = awslambda.streamifyResponse(async (event, stream) => {
           for (let n = 0; n < 64; n += 1) {
             if (!stream.write(Buffer.alloc(64 * 1024))) await new Promise((resolve) => stream.once("drain", resolve));
             console.log(n);
           }
         });`,
      );
      const opened = Promise.withResolvers<void>();
      let read = 0;
      const answer = environment.invoke(invocation, (part) => {
        read += part.length;
        return opened.promise;
      });
      await new Promise((resolve) => setTimeout(resolve, 200));
      assert.ok(read <= 1024 * 1024, `${read} bytes were read from a stopped reader`);
      opened.resolve();
      assert.equal((await answer).kind, "success");
      assert.equal(read, 4 * 1024 * 1024);
    });

    it("HttpResponseStream writes its prelude first; an error after pieces is the answer", async () => {
      const { environment } = await start(
        `exports.handler = awslambda.streamifyResponse(async (event, stream) => {
           const http = awslambda.HttpResponseStream.from(stream, { statusCode: 201 });
           http.write("body");
           if (event.fail) throw new Error("no good");
           http.end();
         });`,
      );
      const { kind, ...answer } = await environment.invoke(invocation);
      assert.equal(kind, "success");
      const payload = "payload" in answer ? answer.payload : Buffer.alloc(0);
      assert.deepEqual(
        payload,
        Buffer.concat([Buffer.from('{"statusCode":201}'), Buffer.alloc(8), Buffer.from("body")]),
      );
      const failed = await environment.invoke({ ...invocation, event: Buffer.from('{"fail":true}') });
      assert.equal(failed.kind === "error" && JSON.parse(failed.error.toString()).errorMessage, "no good");
    });
  });

  it("console writes time, request id and level; lines of one event are parted by what no program prints", async () => {
    const { invoke, takeOutput } = await start(`exports.handler = async () => {
      console.log("a %s", "b", { c: 1 }); console.info("i"); console.warn("w"); console.error("e"); console.debug("d"); console.log("x\\ny");
    };`);
    await invoke({});
    const levels = [
      ["INFO", "a b { c: 1 }"],
      ["INFO", "i"],
      ["WARN", "w"],
      ["ERROR", "e"],
      ["DEBUG", "d"],
      ["INFO", "x\0\ry"],
    ];
    assert.equal(
      takeOutput().replace(time, "TIME"),
      levels.map(([level, text]) => `TIME\t${requestId}\t${level}\t${text}\n`).join(""),
    );
  });

  it("with the log format JSON, console writes objects of the level that is asked for", async () => {
    const { invoke, takeOutput } = await start(
      `exports.handler = async (event) => {
        console.debug("no"); console.log("a\\nb"); console.warn({ deep: [1] }, "more"); console.error(new RangeError("bad"));
        if (event.fails) throw new TypeError("thrown");
      };`,
      { environment: { AWS_LAMBDA_LOG_FORMAT: "JSON", AWS_LAMBDA_LOG_LEVEL: "INFO" } },
    );
    await invoke({ fails: true });
    const lines = takeOutput()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    for (const line of lines) assert.match(line.timestamp, /^\d{4}-\d\d-\d\dT.*Z$/);
    assert.deepEqual(
      lines.map(({ level, requestId: id }) => [level, id]),
      ["INFO", "WARN", "ERROR", "ERROR"].map((level) => [level, requestId]),
    );
    assert.deepEqual(
      lines.slice(0, 2).map(({ message }) => message),
      ["a\nb", "{ deep: [ 1 ] } more"],
    );
    assert.deepEqual(
      lines.slice(2).map(({ message }) => [message.errorType, message.errorMessage]),
      [
        ["RangeError", "bad"],
        ["TypeError", "thrown"],
      ],
    );
  });

  it("the context has what AWS's has", async () => {
    const environment = {
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
      AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/fn",
      AWS_LAMBDA_LOG_STREAM_NAME: "stream",
    };
    const { invoke } = await start(
      "exports.handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis(), trace: process.env._X_AMZN_TRACE_ID });",
      { environment },
    );
    const { response } = await invoke({}, { clientContext: '{"custom":{"a":1}}', traceId: "Root=1-2" });
    const { left, ...rest } = response;
    assert.ok(left > 20_000 && left <= 30_000);
    assert.deepEqual(rest, {
      functionName: "fn",
      functionVersion: "$LATEST",
      memoryLimitInMB: "256",
      logGroupName: "/aws/lambda/fn",
      logStreamName: "stream",
      clientContext: { custom: { a: 1 } },
      invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:fn",
      awsRequestId: requestId,
      callbackWaitsForEmptyEventLoop: true,
      trace: "Root=1-2",
    });
  });

  it("variables that Node reads at its start take effect", async () => {
    const limit = await start("exports.handler = async () => [Error.stackTraceLimit, process.env.NODE_OPTIONS];", {
      environment: { NODE_OPTIONS: "--stack-trace-limit=3" },
    });
    assert.deepEqual(await limit.invoke({}), { response: [3, "--stack-trace-limit=3"] });
  });

  it("a wrapper script starts the interpreter", async () => {
    const { invoke } = await startFunction(sandbox, {
      runtime: "nodejs22.x",
      handler: "index.handler",
      files: {
        "index.js": "exports.handler = async () => [process.env.ADDED, process.env.GIVEN, Error.stackTraceLimit];",
        wrapper: '#!/bin/sh\nexport ADDED=yes\nnode=$1\nshift\nexec "$node" --stack-trace-limit=4 "$@"\n',
      },
      environment: { AWS_LAMBDA_EXEC_WRAPPER: "/var/task/wrapper", GIVEN: "too" },
    });
    assert.deepEqual(await invoke({}), { response: ["yes", "too", 4] });
  });

  it("an interpreter that refuses to start ends the environment, and tells why", async () => {
    const { initialised, takeOutput } = await start("exports.handler = async () => 1;", {
      environment: { NODE_OPTIONS: "--no-such-option" },
    });
    assert.deepEqual(initialised, { kind: "exited", code: 9, signal: undefined });
    assert.match(takeOutput(), /--no-such-option is not allowed in NODE_OPTIONS/);
  });

  it("the environment is what the function was given, and the interpreter where AWS has it", async () => {
    const { invoke } = await start(
      "exports.handler = async () => [Object.keys(process.env).sort(), process.execPath, process.cwd(), process.getuid()];",
    );
    assert.deepEqual(await invoke({}), {
      response: [["AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME", "PATH"], "/var/lang/bin/node", "/var/task", 993],
    });
  });
});

const invocation = {
  requestId: "11111111-2222-4333-8444-555555555555",
  event: Buffer.from("{}"),
  deadlineMs: Number.MAX_SAFE_INTEGER,
  invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:fn",
};
