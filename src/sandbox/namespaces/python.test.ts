import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Sandbox } from "../sandbox.ts";
import { createTestSandbox, startFunction } from "../test-sandbox.ts";

const time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
const requestId = "11111111-2222-4333-8444-555555555555";

describe("Python functions behave as on AWS", () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await createTestSandbox();
    await sandbox.prepare("python3.11");
  });
  after(() => sandbox.close());

  const start = (text: string, { file = "app.py", handler = "app.handler", environment = {}, files = {} } = {}) =>
    startFunction(sandbox, { runtime: "python3.11", handler, files: { [file]: text, ...files }, environment });

  describe("handlers", () => {
    const text = "def handler(event, context):\n    return __name__\n";
    for (const [file, handler, name] of [
      ["app.py", "app.handler", "app"],
      ["a/b.py", "a/b.handler", "a.b"],
      ["a/b/c.py", "a.b.c.handler", "a.b.c"],
      ["a/__init__.py", "a.handler", "a"],
    ] as const) {
      it(`${handler} is in ${file}`, async () => {
        const { invoke } = await start(text, { file, handler });
        assert.deepEqual(await invoke({}), { response: name });
      });
    }

    const loading: readonly [string, string, string, string, string][] = [
      [
        "a module that is missing",
        "",
        "nope.handler",
        "Runtime.ImportModuleError",
        "Unable to import module 'nope': No module named 'nope'",
      ],
      [
        "an import that is missing",
        "import left_pad",
        "app.handler",
        "Runtime.ImportModuleError",
        "Unable to import module 'app': No module named 'left_pad'",
      ],
      [
        "a function that is missing",
        "x = 1",
        "app.handler",
        "Runtime.HandlerNotFound",
        "Handler 'handler' missing on module 'app'",
      ],
      [
        "bad syntax",
        "def handler(:\n  pass",
        "app.handler",
        "Runtime.UserCodeSyntaxError",
        "Syntax error in module 'app': invalid syntax (app.py, line 1)",
      ],
      [
        "a bad handler name",
        "",
        "app",
        "Runtime.MalformedHandlerName",
        "Bad handler 'app': not enough values to unpack (expected 2, got 1)",
      ],
      [
        "a built-in module",
        "",
        "sys.handler",
        "Runtime.BuiltInModuleConflict",
        "Cannot use built-in module sys as a handler module",
      ],
      ["an error of the module itself", "raise KeyError('at load')", "app.handler", "KeyError", "'at load'"],
    ];
    for (const [what, code, handler, type, message] of loading) {
      it(`while loading: ${what}`, async () => {
        const { initialised, environment, takeOutput } = await start(code, { handler });
        assert.equal(initialised.kind, "error");
        const error = JSON.parse(initialised.kind === "error" ? initialised.error.toString() : "");
        assert.deepEqual(
          { ...error, stackTrace: Array.isArray(error.stackTrace) },
          { errorMessage: message, errorType: type, requestId: "", stackTrace: true },
        );
        assert.deepEqual(await environment.exited, { code: 1, signal: undefined });
        const log = takeOutput();
        assert.match(log, /^\[WARNING\]\t[^\t]+Z\t\tLAMBDA_WARNING: Unhandled exception\./);
        assert.ok(log.includes(`\n[ERROR] ${type}: ${message}\0\rTraceback (most recent call last):`), log);
      });
    }

    it("shows the place of bad syntax", async () => {
      const { initialised } = await start("x = 1\ndef handler(:\n  pass\n");
      const error = JSON.parse(initialised.kind === "error" ? initialised.error.toString() : "");
      assert.deepEqual(error.stackTrace, ['  File "/var/task/app.py" Line 2\n    def handler(:\n']);
    });
  });

  describe("errors", () => {
    it("have the function's own frames, and are one log event", async () => {
      const { invoke, takeOutput } = await start(
        "def deep():\n    raise ValueError('two\\nlines')\n\ndef handler(event, context):\n    deep()\n",
      );
      assert.deepEqual(await invoke({}), {
        error: {
          errorMessage: "two\nlines",
          errorType: "ValueError",
          requestId,
          stackTrace: [
            '  File "/var/task/app.py", line 5, in handler\n    deep()\n',
            "  File \"/var/task/app.py\", line 2, in deep\n    raise ValueError('two\\nlines')\n",
          ],
        },
      });
      const space = "\u00a0";
      assert.equal(
        takeOutput(),
        `${[
          "[ERROR] ValueError: two",
          "lines",
          "Traceback (most recent call last):",
          `${space}${space}File "/var/task/app.py", line 5, in handler`,
          `${space.repeat(4)}deep()`,
          `${space}${space}File "/var/task/app.py", line 2, in deep`,
          `${space.repeat(4)}raise ValueError('two\\nlines')`,
        ].join("\0\r")}\n`,
      );
    });

    it("of a response that is no JSON", async () => {
      const { invoke } = await start("def handler(event, context):\n    return {1, 2}\n");
      const { error } = await invoke({});
      assert.deepEqual(
        [error.errorType, error.errorMessage],
        ["Runtime.MarshalError", "Unable to marshal response: Object of type set is not JSON serializable"],
      );
    });
  });

  it("responses may hold Decimal, bytes and any Unicode", async () => {
    const { invoke } = await start(
      "from decimal import Decimal\ndef handler(event, context):\n    return {'d': [Decimal('1.10'), Decimal('2')], 'b': b'bytes', 't': (1, None, True), 'u': 'ü😀'}\n",
    );
    assert.deepEqual(await invoke({}), { response: { d: [1.1, 2], b: "bytes", t: [1, null, true], u: "ü😀" } });
  });

  it("print, logging and standard error are written in order", async () => {
    const { invoke, takeOutput } = await start(`
import logging, sys
logging.getLogger().setLevel(logging.INFO)
def handler(event, context):
    print("printed")
    logging.info("two\\nlines")
    logging.getLogger("mine").error("bad %s", 1)
    logging.debug("not shown")
    print("to stderr", file=sys.stderr)
    print("no end", end="")
`);
    await invoke({});
    assert.equal(
      takeOutput().replace(time, "TIME"),
      `printed\n[INFO]\tTIME\t${requestId}\ttwo\0\rlines\n[ERROR]\tTIME\t${requestId}\tbad 1\nto stderr\nno end`,
    );
  });

  it("with the log format JSON, logging and errors write objects of the level that is asked for", async () => {
    const { invoke, takeOutput } = await start(
      `
import logging
logger = logging.getLogger("mine")
def handler(event, context):
    print("printed")
    logger.debug("no")
    logger.info("two\\nlines", extra={"key": [1]})
    try:
        1 / 0
    except ZeroDivisionError:
        logger.exception("caught")
    raise ValueError("thrown")
`,
      { environment: { AWS_LAMBDA_LOG_FORMAT: "JSON", AWS_LAMBDA_LOG_LEVEL: "INFO" } },
    );
    await invoke({});
    const [printed, ...lines] = takeOutput().trimEnd().split("\n");
    assert.equal(printed, "printed");
    const [info, caught, thrown] = lines.map((line) => JSON.parse(line));
    assert.match(info.timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.deepEqual(
      { ...info, timestamp: "" },
      { timestamp: "", level: "INFO", message: "two\nlines", logger: "mine", requestId, key: [1] },
    );
    assert.deepEqual(
      [caught.level, caught.errorType, caught.errorMessage, caught.location],
      ["ERROR", "ZeroDivisionError", "division by zero", "/var/task/app.py:handler:11"],
    );
    assert.deepEqual(
      [thrown.level, thrown.errorType, thrown.errorMessage, thrown.requestId],
      ["ERROR", "ValueError", "thrown", requestId],
    );
  });

  it("the context has what AWS's has", async () => {
    const environment = {
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
      AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/fn",
      AWS_LAMBDA_LOG_STREAM_NAME: "stream",
    };
    const names =
      "function_name function_version invoked_function_arn memory_limit_in_mb aws_request_id log_group_name log_stream_name".split(
        " ",
      );
    const { invoke } = await start(
      `import os\ndef handler(event, context):\n    return [[getattr(context, name) for name in event], context.client_context.custom, context.client_context.client.app_title, context.identity.cognito_identity_id, context.get_remaining_time_in_millis() > 20000, os.environ.get("_X_AMZN_TRACE_ID")]\n`,
      { environment },
    );
    const clientContext = '{"custom":{"a":1},"client":{"app_title":"App"},"env":{}}';
    assert.deepEqual(await invoke(names, { clientContext, traceId: "Root=1-2" }), {
      response: [
        [
          "fn",
          "$LATEST",
          "arn:aws:lambda:us-east-1:000000000000:function:fn",
          "256",
          requestId,
          "/aws/lambda/fn",
          "stream",
        ],
        { a: 1 },
        "App",
        null,
        true,
        "Root=1-2",
      ],
    });
  });

  it("background threads go on between events", async () => {
    const { invoke } = await start(`
import threading, time
seen = []
def work():
    while True:
        time.sleep(0.01)
        seen.append(1)
threading.Thread(target=work, daemon=True).start()
def handler(event, context):
    time.sleep(0.1)
    return len(seen)
`);
    const { response } = await invoke({});
    assert.ok(response > 2);
  });

  describe("modules", () => {
    it("boto3 is there, talks to the endpoint of the environment and is fresh for each function", async () => {
      const { invoke } = await start(
        "import boto3\ns3 = boto3.client('s3')\ndef handler(event, context):\n    return [s3.meta.endpoint_url, s3.meta.region_name, s3._request_signer._credentials.access_key, boto3.__file__]\n",
        {
          environment: {
            AWS_ENDPOINT_URL: "http://127.0.0.1:4599",
            AWS_REGION: "eu-west-1",
            AWS_DEFAULT_REGION: "eu-west-1",
            AWS_ACCESS_KEY_ID: "mine",
            AWS_SECRET_ACCESS_KEY: "secret",
          },
        },
      );
      assert.deepEqual(await invoke({}), {
        response: ["http://127.0.0.1:4599", "eu-west-1", "mine", "/var/runtime/boto3/__init__.py"],
      });
    });

    it("the function's own package wins over the runtime's", async () => {
      const { invoke } = await start(
        "import boto3, botocore, urllib3\ndef handler(event, context):\n    return [boto3.__file__, botocore.__file__, urllib3.own]\n",
        {
          files: { "urllib3/__init__.py": "own = True\n", "boto3/__init__.py": "" },
        },
      );
      assert.deepEqual(await invoke({}), {
        response: ["/var/task/boto3/__init__.py", "/var/runtime/botocore/__init__.py", true],
      });
    });

    it("what else the machine's Python has installed is not there", async () => {
      const { invoke } = await start(
        "import importlib.util\ndef handler(event, context):\n    return [importlib.util.find_spec(name) is None for name in ('pip', 'setuptools', 'yaml', 'zygote', 'isolation')]\n",
      );
      assert.deepEqual(await invoke({}), { response: [true, true, true, true, true] });
    });

    it("the path is as on AWS: code, layers, runtime, library", async () => {
      const { invoke } = await start(
        "import sys\ndef handler(event, context):\n    return [sys.path, sys.executable, sys.argv]\n",
        {
          environment: { PYTHONPATH: "/var/runtime:/var/task/vendored" },
          files: { "vendored/extra.py": "" },
        },
      );
      const { response } = await invoke({});
      // Who sets PYTHONPATH has the layers' folders there only.
      assert.deepEqual(response[0].slice(0, 3), ["/var/task", "/var/runtime", "/var/task/vendored"]);
      assert.ok(!response[0].includes("/opt/python"));
      const usual = await start("import sys\ndef handler(event, context):\n    return sys.path[:4]\n");
      const folders = ["/var/task", "/opt/python/lib/python3.11/site-packages", "/opt/python", "/var/runtime"];
      assert.deepEqual((await usual.invoke({})).response, folders);
    });
  });

  it("variables that Python reads at its start take effect", async () => {
    const { invoke, takeOutput } = await start(
      "import sys, os\nprint('loaded')\ndef handler(event, context):\n    return [hash('a'), sys.flags.hash_randomization, sys.flags.optimize, sorted(os.environ), sys.path[0]]\n",
      {
        environment: { PYTHONHASHSEED: "0", PYTHONOPTIMIZE: "1", LANG: "C.UTF-8" },
      },
    );
    const { response } = await invoke({});
    assert.deepEqual(response.slice(1), [
      0,
      1,
      ["AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME", "LANG", "PATH", "PYTHONHASHSEED", "PYTHONOPTIMIZE", "_HANDLER"],
      "/var/task",
    ]);
    assert.equal(takeOutput(), "loaded\n");
    const again = await start("def handler(event, context):\n    return hash('a')\n", {
      environment: { PYTHONHASHSEED: "0" },
    });
    assert.equal((await again.invoke({})).response, response[0]);
  });

  it("a wrapper script starts the interpreter", async () => {
    const { invoke } = await start(
      "import os, sys\ndef handler(event, context):\n    return [os.environ['ADDED'], sys.flags.verbose]\n",
      {
        environment: { AWS_LAMBDA_EXEC_WRAPPER: "/var/task/wrapper" },
        files: { wrapper: '#!/bin/sh\nexport ADDED=yes\nexec "$@"\n' },
      },
    );
    assert.deepEqual(await invoke({}), { response: ["yes", 0] });
  });

  it("randomness differs between functions that are forks of one process", async () => {
    const text = "import random, uuid\ndef handler(event, context):\n    return [random.random(), str(uuid.uuid4())]\n";
    const [a, b] = await Promise.all([start(text), start(text)]);
    assert.notDeepEqual((await a.invoke({})).response, (await b.invoke({})).response);
  });

  it("the time zone is the environment's", async () => {
    const { invoke } = await start("import time\ndef handler(event, context):\n    return time.tzname[0]\n", {
      environment: { TZ: "Asia/Tokyo" },
    });
    assert.deepEqual(await invoke({}), { response: "JST" });
  });
});
