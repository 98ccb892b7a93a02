import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { eventually } from "../../test/support/eventually.ts";
import {
  type EnvironmentSpec,
  type InvokeResult,
  RuntimeUnavailableError,
  type Sandbox,
  type SandboxEnvironment,
} from "./sandbox.ts";

export interface SandboxUnderTest {
  readonly create: () => Promise<Sandbox>;
  /** A runtime this machine has, whose functions are the fixtures beside this file. */
  readonly runtime: string;
  /** What a function must not see, beside what every machine has. */
  readonly hidden: () => readonly string[];
}

const fixtures = fileURLToPath(new URL("./fixtures", import.meta.url));

/** What every sandbox must do: it runs functions, and keeps them from each other and from the host. */
export function describeSandbox(name: string, { create, runtime, hidden }: SandboxUnderTest): void {
  describe(name, () => {
    let sandbox: Sandbox;
    let count = 0;

    before(async () => {
      sandbox = await create();
      await sandbox.prepare(runtime);
    });
    after(() => sandbox.close());

    /** An environment of the fixture's handler, loaded. */
    const start = async (handler: string, options: Partial<EnvironmentSpec> = {}): Promise<Started> => {
      let output = "";
      count += 1;
      const environment = await sandbox.start({
        id: `contract-${count}`,
        runtime,
        codeDir: fixtures,
        handler,
        environment: { PATH: "/usr/bin:/bin", GREETING: "hello" },
        memoryMiB: 128,
        tmpMiB: 512,
        onOutput: (chunk) => {
          output += chunk.toString("utf8");
        },
        ...options,
      });
      const initialised = await environment.init();
      const invoke = (event: unknown) =>
        environment.invoke({
          requestId: "00000000-0000-4000-8000-000000000001",
          event: Buffer.from(JSON.stringify(event)),
          deadlineMs: Date.now() + 30_000,
          invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:probe",
        });
      return {
        environment,
        initialised,
        output: () => output,
        invoke,
        call: async (event) => answerOf(await invoke(event)),
      };
    };

    /** Starts, calls once, ends. */
    const once = async (handler: string, event: unknown = {}, options: Partial<EnvironmentSpec> = {}) => {
      const { call, environment } = await start(handler, options);
      try {
        return await call(event);
      } finally {
        await environment.kill();
      }
    };
    const attempt = (expression: string) => once("probe.attempt", { expression });

    describe("runs functions", () => {
      it("loads the module once and hands it one event after the other", async () => {
        const { environment, initialised, output, call } = await start("probe.hello");
        assert.equal(initialised.kind, "ready");
        assert.equal(output(), "probe is loaded\n");
        for (let calls = 1; calls <= 50; calls += 1) {
          const answer = await call({ calls, text: "ü€😀" });
          assert.deepEqual(answer, {
            calls,
            event: { calls, text: "ü€😀" },
            request: "00000000-0000-4000-8000-000000000001",
          });
        }
        await environment.kill();
      });

      it("takes events and gives responses of six megabytes", async () => {
        const text = "x".repeat(6 * 1024 * 1024 - 100);
        assert.equal((await once("probe.hello", { text })).event.text.length, text.length);
      });

      it("tells of a response of a hundred megabytes no more than its length, and goes on", async () => {
        const { environment, invoke, call } = await start("probe.attempt", { memoryMiB: 512 });
        const result = await invoke({ expression: "'x' * 100_000_000" });
        assert.ok(result.kind === "tooLarge" && result.bytes > 100_000_000, JSON.stringify(result).slice(0, 100));
        assert.deepEqual(await call({ expression: "1" }), { value: 1 });
        await environment.kill();
      });

      it("delivers all output before the invocation is over, in order, from children and system calls too", async () => {
        const { environment, output, call } = await start("probe.output");
        assert.equal(await call({ lines: 500 }), "done");
        const expected = Array.from({ length: 500 }, (_, n) => `out ${n}\nerr ${n}\nraw ${n}\n`).join("");
        assert.equal(output(), `probe is loaded\n${expected}child\nlast`);
        await environment.kill();
      });

      it("gives the process exactly the environment asked for", async () => {
        assert.deepEqual(await once("probe.environment"), { PATH: "/usr/bin:/bin", GREETING: "hello" });
      });

      it("tells the time that is left", async () => {
        const left = await once("probe.remaining");
        assert.ok(left > 25_000 && left <= 30_000, `${left} ms are left`);
      });

      it("gives the error of a function that fails, and goes on", async () => {
        const { environment, invoke } = await start("probe.log");
        for (let calls = 0; calls < 2; calls += 1) {
          const result = await invoke({});
          assert.equal(result.kind, "error");
          const error = JSON.parse(result.kind === "error" ? result.error.toString() : "");
          assert.equal(error.errorType, "ValueError");
          assert.equal(error.errorMessage, "two\nlines");
        }
        await environment.kill();
      });

      it("gives the error of a module that cannot be loaded", async () => {
        const { environment, initialised } = await start("broken.handler");
        assert.equal(initialised.kind, "error");
        const error = JSON.parse(initialised.kind === "error" ? initialised.error.toString() : "");
        assert.equal(error.errorType, "Runtime.ImportModuleError");
        assert.equal(error.errorMessage, "Unable to import module 'broken': No module named 'nothing_of_this_name'");
        await environment.kill();
      });

      it("runs twenty environments at a time", async () => {
        const all = await Promise.all(Array.from({ length: 20 }, () => start("probe.hello")));
        const answers = await Promise.all(all.map(({ call }, index) => call({ index })));
        assert.deepEqual(
          answers.map(({ calls, event }) => [calls, event.index]),
          all.map((_, index) => [1, index]),
        );
        await Promise.all(all.map(({ environment }) => environment.kill()));
      });

      it("refuses a runtime nothing serves", async () => {
        await assert.rejects(sandbox.prepare("cobol85"), RuntimeUnavailableError);
      });
    });

    describe("tells how a process ended", () => {
      it("by its exit code", async () => {
        const { environment, invoke } = await start("probe.end");
        assert.deepEqual(await invoke({ code: 3 }), { kind: "exited", code: 3, signal: undefined });
        assert.deepEqual(await environment.exited, { code: 3, signal: undefined });
        assert.equal(environment.memory().outOfMemory, false);
        assert.equal((await invoke({ code: 3 })).kind, "exited");
        await environment.kill();
      });

      it("by sys.exit, which is no error of the handler", async () => {
        const { invoke } = await start("probe.end");
        assert.deepEqual(await invoke({ exit: 7 }), { kind: "exited", code: 7, signal: undefined });
      });

      it("by a signal", async () => {
        const { invoke } = await start("probe.end");
        assert.deepEqual(await invoke({ signal: 9 }), { kind: "exited", code: undefined, signal: "SIGKILL" });
      });

      it("while its module is loaded", async () => {
        const { initialised } = await start("leaving.handler");
        assert.deepEqual(initialised, { kind: "exited", code: 5, signal: undefined });
      });

      it("by closing its connection: it can be given nothing any more", async () => {
        const { invoke, environment } = await start("probe.attempt");
        assert.equal((await invoke({ expression: "os.close(3)" })).kind, "exited");
        await environment.exited;
      });

      it("by kill, in the middle of an invocation", async () => {
        const { environment, invoke } = await start("probe.secret");
        const result = invoke({ secret: "x", seconds: 60 });
        await environment.kill();
        assert.deepEqual(await result, { kind: "exited", code: undefined, signal: "SIGKILL" });
        await environment.kill();
      });
    });

    describe("lets an environment rest between events", () => {
      const restful = (test: (started: Started) => Promise<void>) => async (context: TestContext) => {
        if (!(await sandbox.report()).freezes) return context.skip("this machine has no freezer");
        const started = await start("probe.spin");
        await test(started);
        await started.environment.kill();
      };
      const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

      it(
        "it uses no processor then, and takes the next event as ever",
        restful(async ({ environment, call }) => {
          await call({});
          for (let round = 0; round < 3; round += 1) {
            environment.rest();
            await pause(50);
            const before = await call({});
            environment.rest();
            await pause(500);
            const after = await call({});
            assert.ok(after - before < 25, `it used ${(after - before) * 10} ms of 500`);
          }
          const before = await call({});
          await pause(300);
          assert.ok((await call({})) > before, "it runs on while nobody has said that it may rest");
        }),
      );

      it(
        "an event that comes as it is about to be frozen is answered",
        restful(async ({ environment, call }) => {
          for (let round = 0; round < 200; round += 1) {
            environment.rest();
            if (round % 3 === 1) await new Promise((resolve) => setImmediate(resolve));
            if (round % 3 === 2) await pause(1);
            assert.equal(typeof (await call({})), "number");
          }
        }),
      );

      it(
        "it ends like any other, and what it has started with it",
        restful(async ({ environment, call }) => {
          await call({});
          environment.rest();
          await pause(50);
          await environment.shutdown("spindown");
          assert.equal((await environment.exited).signal, "SIGKILL");
        }),
      );
    });

    describe("leaves nothing behind", () => {
      for (const hang of [false, true]) {
        it(`kills whatever a function has started, ${hang ? "at a timeout" : "between events"}`, async () => {
          const marker = `98765${process.pid}${hang ? 1 : 0}`;
          const { environment, invoke } = await start("probe.leave_processes");
          const result = invoke({ marker, hang });
          await eventually(async () => (countProcesses(marker) === 3 ? true : undefined), "three processes");
          if (!hang) await result;
          await environment.kill();
          assert.equal(countProcesses(marker), 0);
        });
      }

      it("kills what is left when the function's process ends by itself", async () => {
        const marker = `98764${process.pid}`;
        const { environment, call } = await start("probe.shell");
        await call({
          command: `(set -m; sleep ${marker} >/dev/null 2>&1 &) ; (sleep 0.2; kill -9 2) >/dev/null 2>&1 &`,
        });
        await environment.exited;
        assert.equal(countProcesses(marker), 0);
      });

      it("reaps orphans", async () => {
        assert.deepEqual(await once("probe.zombies"), { zombies: 0, out: true });
      });
    });

    describe("keeps functions from the host", () => {
      it("shows none of its files but what an interpreter needs", async () => {
        const folders = [
          "/root",
          "/srv",
          "/boot",
          "/sys/class",
          "/sys/fs",
          "/etc/shadow",
          "/var/log",
          "/var/lib",
          ...hidden(),
        ];
        const { environment, call } = await start("probe.attempt");
        for (const path of folders) {
          assert.deepEqual(
            await call({ expression: `os.path.exists(${JSON.stringify(path)})` }),
            { value: false },
            path,
          );
        }
        // What AWS has, too: with nothing of the host's in it.
        for (const path of ["/home", "/mnt", "/run", "/var/tmp", "/opt"]) {
          const expression = `os.listdir(${JSON.stringify(path)})`;
          assert.deepEqual(await call({ expression }), { value: [] }, path);
        }
        await environment.kill();
      });

      it("shows it no process but its own, and lets it signal none", async () => {
        assert.deepEqual(await once("probe.processes"), [1, 2]);
        assert.deepEqual(await attempt(`os.kill(${process.pid}, 0)`), { error: "ProcessLookupError", errno: 3 });
        assert.deepEqual(await attempt("os.kill(-1, 15)"), { error: "ProcessLookupError", errno: 3 });
      });

      it("runs it as nobody who could do anything", async () => {
        const none = "0000000000000000";
        assert.deepEqual(await once("probe.who"), {
          uid: 993,
          gid: 990,
          cwd: "/var/task",
          CapInh: none,
          CapPrm: none,
          CapEff: none,
          CapBnd: none,
          CapAmb: none,
          NoNewPrivs: "1",
          Seccomp: "2",
        });
        assert.notEqual((await once("probe.shell", { command: "unshare -Ur true" })).code, 0);
        assert.notEqual((await once("probe.shell", { command: "mount -t tmpfs none /tmp" })).code, 0);
        assert.notEqual((await once("probe.shell", { command: "chroot / true" })).code, 0);
      });

      it("lets it write nowhere but in /tmp", async () => {
        const readOnly = 30;
        for (const path of ["/var/task/x", "/x", "/etc/x", "/var/runtime/x", "/opt/x", "/dev/x"]) {
          const answer = await attempt(`open(${JSON.stringify(path)}, "w")`);
          assert.equal(answer.errno, readOnly, `${path}: ${JSON.stringify(answer)}`);
        }
        assert.deepEqual(await attempt('open("/tmp/x", "w").write("abc")'), { value: 3 });
        assert.deepEqual(await attempt("os.listdir('/tmp')"), { value: [] });
      });

      it("gives it the devices every program expects", async () => {
        const { code, output } = await once("probe.shell", {
          command:
            "head -c 4 /dev/urandom | wc -c && head -c 3 /dev/zero | wc -c && echo x > /dev/null && echo out > /dev/stdout",
        });
        assert.deepEqual([code, output], [0, "4\n3\nout\n"]);
      });
    });

    describe("keeps functions from each other", () => {
      it("each has its own /tmp, code and processes", async () => {
        const other = await mkdtemp(join(tmpdir(), "squall-contract-"));
        await chmod(other, 0o755);
        await writeFile(
          join(other, "other.py"),
          "import os\ndef handler(event, context): return [os.listdir('/tmp'), os.listdir('/var/task')]\n",
        );
        const first = await start("probe.secret");
        assert.equal(await first.call({ secret: "between us" }), true);
        assert.deepEqual(await once("other.handler", {}, { codeDir: other }), [[], ["other.py"]]);
        assert.deepEqual(await once("probe.processes"), [1, 2]);
        await first.environment.kill();
        await rm(other, { recursive: true });
      });
    });

    describe("limits", () => {
      // A short excess that /tmp would have had room for may pass on a machine that has no time to look.
      for (const [what, event] of [
        ["stays above it", { mib: 400, seconds: 60 }],
        ["wants more than there could be with /tmp", { mib: 1500 }],
      ] as const) {
        it(`memory: a function that ${what} is killed, and that is told`, async () => {
          const { environment, invoke } = await start("probe.allocate");
          assert.deepEqual(await invoke(event), { kind: "exited", code: undefined, signal: "SIGKILL" });
          assert.deepEqual(environment.memory(), { peakBytes: 128 * 1024 * 1024, outOfMemory: true });
        });
      }

      it("memory: what stays within runs, and is measured", async () => {
        const { environment, call } = await start("probe.allocate", { memoryMiB: 512 });
        assert.equal(await call({ mib: 200 }), 200 * 1024 * 1024);
        const { peakBytes, outOfMemory } = environment.memory();
        assert.ok(peakBytes > 200 * 1024 * 1024 && peakBytes < 400 * 1024 * 1024, `${peakBytes} bytes`);
        assert.equal(outOfMemory, false);
        await environment.kill();
      });

      it("/tmp: it holds its size, beside the memory", async () => {
        const noSpace = 28;
        const { environment, call } = await start("probe.fill_tmp", { tmpMiB: 512 });
        assert.deepEqual(await call({ mib: 400 }), { written: 400, errno: null });
        const { written, errno } = await call({ mib: 600 });
        assert.deepEqual([written >= 505 && written <= 512, errno], [true, noSpace]);
        await environment.kill();
      });

      it("processes: a fork bomb is refused the next one", async () => {
        const { children, error } = await once("probe.fork_until_refused", {}, { memoryMiB: 2048 });
        assert.equal(error, "BlockingIOError");
        assert.ok(children > 900 && children < 1024, `${children} children`);
      });

      it("open files", async () => {
        const answer = await attempt("[os.open('/dev/null', 0) for _ in range(2000)]");
        assert.equal(answer.errno, 24);
      });
    });
  });
}

interface Started {
  readonly environment: SandboxEnvironment;
  readonly initialised: Awaited<ReturnType<SandboxEnvironment["init"]>>;
  readonly output: () => string;
  readonly invoke: (event: unknown) => Promise<InvokeResult>;
  /** The answer of a function that succeeds. */
  // biome-ignore lint/suspicious/noExplicitAny: each fixture answers something else
  readonly call: (event: unknown) => Promise<any>;
}

// biome-ignore lint/suspicious/noExplicitAny: each fixture answers something else
function answerOf(result: InvokeResult): any {
  if (result.kind === "success") return JSON.parse(result.payload.toString("utf8"));
  throw new Error(`the function gave ${result.kind === "error" ? result.error : JSON.stringify(result)}`);
}

/** Processes of the host that have the word in their command line. */
export function countProcesses(word: string): number {
  return readdirSync("/proc").filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(word);
    } catch {
      return false;
    }
  }).length;
}
