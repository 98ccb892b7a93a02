import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { buildJava, fetchJar, skipWithout, zipFolder } from "../../../../../test/support/build.ts";
import { eventually } from "../../../../../test/support/eventually.ts";
import { openLambda, wholeFile } from "../../../../../test/support/lambda.ts";
import { zip } from "../../../../../test/support/zip.ts";
import { createNamespaceSandbox } from "../../../../sandbox/namespaces/namespace-sandbox.ts";

const lambdas = openLambda(wholeFile, {
  settings: { zygoteBytes: 1024 ** 3 },
  // What Java's guest is compiled to is there once for all tests.
  createSandbox: (host) => {
    const { clock, log, random, config } = host;
    const { runDir, installDir, endpoint } = config;
    const cacheDir = join(tmpdir(), "squall-test-cache");
    return createNamespaceSandbox({
      runDir,
      cacheDir,
      installDir,
      endpoint,
      allowUnisolated: false,
      clock,
      log,
      random,
    });
  },
});
const many = Array.from({ length: 25 }, (_, index) => index);

async function untilLoaded(name: string, count = 1): Promise<readonly string[]> {
  const { state } = await lambdas;
  return eventually(async () => {
    const found = state.zygotes.reports().filter((report) => report.function === `${name}:$LATEST`);
    return found.length === count && found.every(({ isReady }) => isReady) ? found[0]!.inherited : undefined;
  }, `the modules of ${name} to be loaded ahead`);
}

/** An update that changes nothing that environments are made from, so that the next event has another environment. */
async function renew(name: string, n: number): Promise<void> {
  const { lambda, settled } = await lambdas;
  await lambda("UpdateFunctionConfiguration", { FunctionName: name, Description: `${n}` });
  await settled(name);
}

/** What holds in each language: its handler answers `[word, its log stream, the variable's value]`, and each module says something when it runs. */
async function check(name: string, code: (word: string) => Buffer): Promise<void> {
  const { lambda, invoke, log, settled } = await lambdas;
  const variables = (VALUE: string) => ({ Environment: { Variables: { VALUE } } });
  assert.equal((await invoke(name)).payload[0], "old");
  assert.ok((await untilLoaded(name)).length >= 25);
  const streams = new Set<string>();
  for (let n = 0; n < 3; n++) {
    await renew(name, n);
    const { payload } = await invoke(name);
    assert.deepEqual([payload[0], payload[2]], ["old", "first"]);
    streams.add(payload[1]);
    await untilLoaded(name);
  }
  assert.equal(streams.size, 3);
  // What waits has run nothing: there were four environments, and each module has spoken once in each.
  const text = (await log(name, 4)).join("");
  assert.equal(text.match(/module 7 runs/g)?.length, 4);
  await lambda("UpdateFunctionConfiguration", { FunctionName: name, ...variables("second") });
  await settled(name);
  assert.equal((await invoke(name)).payload[2], "second");
  await lambda("UpdateFunctionCode", { FunctionName: name, ZipFile: code("new") });
  await settled(name);
  assert.equal((await invoke(name)).payload[0], "new");
  await untilLoaded(name);
  await renew(name, 9);
  assert.equal((await invoke(name)).payload[0], "new");
}

describe("files of a Ruby function are compiled ahead", { skip: skipWithout("ruby", "--version") }, () => {
  const code = (word: string) =>
    zip({
      ...Object.fromEntries(many.map((n) => [`m${n}.rb`, `puts "module ${n} runs"\nVALUE_${n} = ${n}\n`])),
      "app.rb": `${many.map((n) => `require_relative 'm${n}'`).join("\n")}
def handler(event:, context:) = ['${word}', ENV['AWS_LAMBDA_LOG_STREAM_NAME'], ENV['VALUE'], RubyVM::InstructionSequence.respond_to?(:load_iseq)]`,
    });

  test("an environment has what is its own, and never another version's", async () => {
    const { create, invoke } = await lambdas;
    const more = { Runtime: "ruby3.3", Handler: "app.handler", Code: { ZipFile: code("old") } };
    await create("ruby-ahead", "", { ...more, Environment: { Variables: { VALUE: "first" } } } as never);
    await check("ruby-ahead", code);
    // Nothing of it is left when the function is loaded.
    assert.equal((await invoke("ruby-ahead")).payload[3], false);
  });
});

describe("classes of a Java function are loaded ahead", { skip: skipWithout("javac", "--version") }, () => {
  const code = (word: string) => {
    const folder = mkdtempSync(join(tmpdir(), "squall-java-"));
    const of = (n: number) =>
      `class M${n} { static { System.out.println("module ${n} runs"); } static final java.util.List<Integer> all = java.util.List.of(${n}); }`;
    const app = `import java.util.*;
import com.amazonaws.services.lambda.runtime.*;
public class App implements RequestHandler<Object, List<String>> {
  private int sum = ${many.map((n) => `M${n}.all.size()`).join(" + ")};
  public List<String> handleRequest(Object event, Context context) {
    return List.of("${word}", System.getenv("AWS_LAMBDA_LOG_STREAM_NAME"), System.getenv("VALUE"));
  }
}`;
    writeFileSync(join(folder, "App.java"), `${app}\n${many.map(of).join("\n")}`);
    const built = buildJava(folder, [fetchJar("com.amazonaws:aws-lambda-java-core:1.4.0")]);
    rmSync(folder, { recursive: true });
    return zipFolder(built);
  };

  test("an environment has what is its own, and never another version's", async () => {
    const { create, state } = await lambdas;
    // The first on a machine compiles the guest.
    await state.sandbox.prepare("java17", 512);
    const more = { Runtime: "java17", Handler: "App", MemorySize: 512, Timeout: 30, Code: { ZipFile: code("old") } };
    await create("java-ahead", "", { ...more, Environment: { Variables: { VALUE: "first" } } } as never);
    await check("java-ahead", code);
  });
});
