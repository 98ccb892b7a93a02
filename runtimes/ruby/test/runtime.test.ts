import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Sandbox } from "../../../src/sandbox/sandbox.ts";
import { withLines } from "../../../src/sandbox/telemetry/event-lines.ts";
import { createTestSandbox, startFunction } from "../../../src/sandbox/test-sandbox.ts";
import { skipWithout } from "../../../test/support/build.ts";

describe("Ruby functions behave as on AWS", { skip: skipWithout("ruby", "--version") }, () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await createTestSandbox();
    await sandbox.prepare("ruby3.3");
  });
  after(() => sandbox.close());

  const start = (
    code: string,
    options: { handler?: string; files?: object; environment?: Record<string, string> } = {},
  ) =>
    startFunction(sandbox, {
      runtime: "ruby3.3",
      handler: options.handler ?? "app.handler",
      files: { "app.rb": code, ...options.files },
      environment: { LAMBDA_TASK_ROOT: "/var/task", AWS_LAMBDA_FUNCTION_NAME: "fn", ...options.environment },
    });

  it("a method of the file", async () => {
    const { initialised, invoke } = await start(
      "def handler(event:, context:)\n  { echo: event, id: context.aws_request_id }\nend",
    );
    assert.deepEqual(initialised, { kind: "ready" });
    for (let n = 0; n < 3; n += 1) {
      assert.deepEqual(await invoke({ n, text: "ü€" }), {
        response: { echo: { n, text: "ü€" }, id: "11111111-2222-4333-8444-555555555555" },
      });
    }
  });

  it("a method of a class in a module, and files beside it", async () => {
    const { invoke } = await start(
      "require 'helper'\nrequire_relative 'lib/other'\nmodule Shop\n  class Api\n    def self.process(event:, context:) = [HELP, OTHER, Dir.pwd, __FILE__]\n  end\nend",
      { handler: "app.Shop::Api.process", files: { "helper.rb": "HELP = 1", "lib/other.rb": "OTHER = 2" } },
    );
    assert.deepEqual(await invoke({}), { response: [1, 2, "/var/task", "/var/task/app.rb"] });
  });

  it("the context and the variables are the function's", async () => {
    const { invoke } = await start(
      `def handler(event:, context:)
         c = context
         { name: c.function_name, arn: c.invoked_function_arn, custom: c.client_context, left: c.get_remaining_time_in_millis,
           trace: ENV['_X_AMZN_TRACE_ID'], greeting: ENV['GREETING'], child: \`printf $GREETING\`, lang: ENV.key?('LD_LIBRARY_PATH') }
       end`,
      { environment: { GREETING: "hello" } },
    );
    const { response } = await invoke({}, { clientContext: '{"custom":{"a":"b"}}', traceId: "Root=1" });
    const { left, ...rest } = response;
    assert.deepEqual(rest, {
      name: "fn",
      arn: "arn:aws:lambda:us-east-1:000000000000:function:fn",
      custom: { custom: { a: "b" } },
      trace: "Root=1",
      greeting: "hello",
      child: "hello",
      lang: false,
    });
    assert.ok(left > 25_000 && left <= 30_000, `${left} ms are left`);
  });

  it("an error has AWS's type, its message and the function's stack, and is logged as one event", async () => {
    const { invoke, takeOutput } = await start(
      "def fail_(text) = raise(ArgumentError, text)\ndef handler(event:, context:)\n  puts 'before'\n  fail_(event['text'])\nend",
    );
    const { stackTrace, ...error } = (await invoke({ text: "no\ngood" })).error;
    assert.deepEqual(error, { errorMessage: "no\ngood", errorType: "Function<ArgumentError>" });
    // How a method is called in it is a matter of Ruby's version.
    assert.equal(stackTrace.length, 2);
    assert.match(stackTrace[0], /^\/var\/task\/app\.rb:1:in .*fail_'$/);
    assert.match(stackTrace[1], /^\/var\/task\/app\.rb:4:in .*handler'$/);
    const [first, second, ...rest] = takeOutput().split("\n");
    assert.equal(first, "before");
    assert.match(withLines(second ?? ""), /^Error raised from handler method\n\{\n {2}"errorMessage": "no\\ngood",\n/);
    assert.deepEqual(rest, [""]);
    assert.equal((await invoke({ text: "again" })).error.errorMessage, "again");
  });

  it("a file that cannot be loaded is an error of the start", async () => {
    const errors: unknown[] = [];
    for (const code of ["require 'nothing_of_this_name'", "def broken(", "1 / 0"]) {
      const { initialised } = await start(code);
      assert.equal(initialised.kind, "error");
      errors.push(JSON.parse(initialised.kind === "error" ? initialised.error.toString() : "").errorType);
    }
    assert.deepEqual(errors, ["Init<LoadError>", "Init<SyntaxError>", "Init<ZeroDivisionError>"]);
    const { initialised } = await start("", { handler: "app" });
    assert.match(initialised.kind === "error" ? initialised.error.toString() : "", /must be of form FILENAME\.METHOD/);
  });

  it("a method that is missing is an error of the event", async () => {
    const { invoke } = await start("def other(event:, context:) = 1");
    assert.equal((await invoke({})).error.errorType, "Function<NoMethodError>");
  });

  it("exit ends the process with its code; a stack without end ends it too, and says so", async () => {
    const { invoke } = await start("def handler(event:, context:) = exit(7)");
    assert.deepEqual(await invoke({}), { exit: { code: 7, signal: undefined } });
    const endless = await start("def handler(event:, context:) = raise(NoMemoryError, 'full')");
    assert.equal((await endless.invoke({})).error.errorType, "Function<NoMemoryError>");
    assert.deepEqual(await endless.environment.exited, { code: 1, signal: undefined });
  });

  it("a Logger names the request; in JSON it has the level asked for", async () => {
    const code = `require 'logger'
LOG = Logger.new($stdout)
def handler(event:, context:)
  LOG.debug('quiet')
  LOG.info("one\\ntwo")
end`;
    const text = await start(code, { environment: { AWS_LAMBDA_LOG_FORMAT: "Text" } });
    await text.invoke({});
    const lines = text.takeOutput().split("\n");
    assert.match(
      withLines(lines[1] ?? ""),
      /^I, \[.*\] {2}INFO RequestId: 11111111-2222-4333-8444-555555555555 -- : one\ntwo$/,
    );
    const json = await start(code, { environment: { AWS_LAMBDA_LOG_FORMAT: "JSON", AWS_LAMBDA_LOG_LEVEL: "INFO" } });
    await json.invoke({});
    const { timestamp, ...line } = JSON.parse(json.takeOutput());
    assert.deepEqual(line, { level: "INFO", requestId: "11111111-2222-4333-8444-555555555555", message: "one\ntwo" });
    assert.match(timestamp, /^\d{4}-\d\d-\d\dT[\d:]+\.\d{3}Z$/);
  });

  it("gems of the package and of a layer are found", async () => {
    const gem = "vendor/bundle/ruby/3.3.0";
    const specification =
      "Gem::Specification.new { |s| s.name = 'tiny'; s.version = '1.0'; s.summary = ''; s.authors = ['x']; s.files = ['lib/tiny.rb'] }";
    const { invoke } = await start("require 'tiny'\ndef handler(event:, context:) = TINY", {
      files: {
        [`${gem}/gems/tiny-1.0/lib/tiny.rb`]: "TINY = 42",
        [`${gem}/specifications/tiny-1.0.gemspec`]: specification,
      },
      environment: { GEM_PATH: `/var/task/${gem}:/opt/ruby/gems/3.3.0` },
    });
    assert.deepEqual(await invoke({}), { response: 42 });
  });

  it("a StringIO is the response as it is", async () => {
    const { invoke } = await start(`require 'stringio'\ndef handler(event:, context:) = StringIO.new('{"raw":true}')`);
    assert.deepEqual(await invoke({}), { response: { raw: true } });
  });

  it("variables that Ruby reads at its start take effect", async () => {
    const { invoke } = await start(
      "def handler(event:, context:) = [$DEBUG, $VERBOSE, ENV['GREETING'], defined?(Set).nil?]",
      {
        environment: { RUBYOPT: "-w", GREETING: "hi" },
      },
    );
    assert.deepEqual((await invoke({})).response.slice(1, 3), [true, "hi"]);
  });
});
