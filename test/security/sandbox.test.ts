import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import {
  CreateFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createSystemRandom } from "../../src/platform/random.ts";
import type { EnvironmentSpec, Sandbox, SandboxEnvironment } from "../../src/sandbox/sandbox.ts";
import { createTestSandbox, startFunction } from "../../src/sandbox/test-sandbox.ts";
import { skipWithout } from "../support/build.ts";
import { eventually } from "../support/eventually.ts";
import { pythonFunction } from "../support/lambda.ts";
import { clientOptions, startSquall } from "../support/squall.ts";

const isRoot = process.getuid?.() === 0;

/** What a function does to one of its descriptors. The first five bytes of what is sent are taken for a frame's head. */
const attacks = ["byte", "garbage", "length", "frame", "answer", "partial", "large", "close"] as const;

const pythonAttack = `
import os
data = {"byte": b"x", "garbage": os.urandom(100_000), "length": b"\\xff\\xff\\xff\\xff\\x02", "frame": b"\\x01\\x00\\x00\\x00\\x05x" * 10_000,
        "answer": b"\\x0a\\x00\\x00\\x00\\x0500000000no", "partial": b"\\x40\\x00\\x00\\x00\\x05half", "large": b"\\x00\\x00\\x50\\x00\\x05" + bytes(5_000_000)}
def attack(fd, how):
    if how == "close":
        os.close(fd)
        return "closed"
    os.set_blocking(fd, False)
    try:
        return os.write(fd, data[how])
    except OSError as error:
        return error.strerror
def handler(event, context):
    if "fd" not in event:
        return sorted(int(name) for name in os.listdir("/proc/self/fd"))
    return attack(event["fd"], event["how"])
`;

const nodeAttack = `
const fs = require("node:fs");
const head = (length, type) => { const b = Buffer.alloc(5); b.writeUInt32LE(length >>> 0, 0); b[4] = type; return b; };
const data = { byte: Buffer.from("x"), garbage: require("node:crypto").randomBytes(100_000), length: head(0xffffffff, 2),
  frame: Buffer.concat(Array(10_000).fill(Buffer.concat([head(1, 5), Buffer.from("x")]))), answer: Buffer.concat([head(10, 5), Buffer.from("00000000no")]),
  partial: Buffer.concat([head(64, 5), Buffer.from("half")]), large: Buffer.concat([head(0x500000, 5), Buffer.alloc(5_000_000)]) };
exports.handler = async (event) => {
  if (event.fd === undefined) return fs.readdirSync("/proc/self/fd").map(Number);
  if (event.how === "close") return fs.closeSync(event.fd), "closed";
  try { return fs.writeSync(event.fd, data[event.how]); } catch (error) { return error.code; }
};
`;

const rubyAttack = `
def head(length, type) = [length, type].pack('VC')
def handler(event:, context:)
  return Dir.children('/proc/self/fd').map(&:to_i) unless event.key?('fd')
  data = { 'byte' => 'x', 'garbage' => Random.bytes(100_000), 'length' => head(0xffffffff, 2), 'frame' => (head(1, 5) + 'x') * 10_000,
           'answer' => head(10, 5) + '00000000no', 'partial' => head(64, 5) + 'half', 'large' => head(0x500000, 5) + "\\0" * 5_000_000 }
  io = IO.for_fd(event['fd'], autoclose: false)
  return io.close if event['how'] == 'close'
  io.write_nonblock(data[event['how']])
rescue SystemCallError, IOError => e
  e.class.name
end
`;

/** A runtime of the function's own: Python, as a program that asks the Runtime API. AWS's runtime has none, so it is the machine's. */
const customAttack = `#!/usr/bin/env python3
import http.client, json, os, sys
${pythonAttack}
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
while True:
    api.request("GET", "/2018-06-01/runtime/invocation/next")
    answer = api.getresponse()
    event = json.loads(answer.read())
    result = json.dumps(handler(event, None))
    api.request("POST", "/2018-06-01/runtime/invocation/%s/response" % answer.headers["Lambda-Runtime-Aws-Request-Id"], result)
    api.getresponse().read()
`;

const attackers = [
  { runtime: "python3.11", root: "aws", files: { "app.py": pythonAttack }, skip: false },
  { runtime: "nodejs22.x", root: "aws", files: { "app.js": nodeAttack }, skip: false },
  { runtime: "ruby3.3", root: "aws", files: { "app.rb": rubyAttack }, skip: skipWithout("ruby", "--version") },
  { runtime: "provided.al2023", root: "host", files: { bootstrap: customAttack }, skip: false },
] as const;

const variables = { LAMBDA_TASK_ROOT: "/var/task", PATH: "/usr/local/bin:/usr/bin:/bin" };

describe("what a function does to its descriptors", () => {
  const sandboxes = new Map<string, Sandbox>();
  before(async () => {
    for (const root of ["aws", "host"] as const) sandboxes.set(root, await createTestSandbox({ root }));
  });
  after(() => Promise.all([...sandboxes.values()].map((sandbox) => sandbox.close())));

  for (const { runtime, root, files, skip } of attackers) {
    it(`ends nothing but its own environment: ${runtime}`, { skip, timeout: 240_000 }, async () => {
      const sandbox = sandboxes.get(root)!;
      const start = () => startFunction(sandbox, { runtime, handler: "app.handler", files, environment: variables });
      // Of the same interpreter, and so of the same agent; it takes an event before, during and after each attack.
      const victim = await start();
      const { response: descriptors } = await victim.invoke({});
      assert.ok(descriptors.includes(0) && descriptors.length > 2, JSON.stringify(descriptors));
      for (const fd of descriptors as number[]) {
        for (const how of fd <= 4 ? attacks : (["garbage", "close"] as const)) {
          const attacker = await start();
          // What it answers, be it no JSON, is its own affair.
          await within(
            1_000,
            attacker.invoke({ fd, how }).catch(() => undefined),
          );
          const answer = await victim.invoke({});
          assert.ok(Array.isArray(answer.response), `${how} on ${fd}: ${JSON.stringify(answer)}`);
          await attacker.environment.kill();
        }
      }
    });
  }
});

const snapshotAttack = `
import ctypes, os, signal, time
${pythonAttack}
libc = ctypes.CDLL(None, use_errno=True)
def unshare(flags):
    ctypes.set_errno(0)
    libc.unshare(ctypes.c_ulong(flags))
    return ctypes.get_errno()
NEW = {"mount": 0x20000, "cgroup": 0x2000000, "uts": 0x4000000, "ipc": 0x8000000, "user": 0x10000000, "pid": 0x20000000, "net": 0x40000000}
def namespaces():
    pairs = [unshare(NEW["user"] | flag) for name, flag in NEW.items()] + [unshare(flag) for flag in NEW.values()]
    return sorted(set(pairs + [unshare(sum(NEW.values())), unshare(NEW["user"] | NEW["net"] | NEW["mount"])]))
def sockets():
    found = []
    for family, kind, protocol in ((16, 3, 0), (16, 3, 12), (17, 3, 0), (2, 3, 255), (38, 5, 0), (40, 1, 0)):
        ctypes.set_errno(0)
        fd = libc.socket(family, kind, protocol)
        found.append(min(fd, 0))
        if fd >= 0: os.close(fd)
    return found
loaded = {"namespaces": namespaces(), "sockets": sockets(), "descriptors": sorted(map(int, os.listdir("/proc/self/fd")))}
if os.environ.get("ATTACK"):
    for how in os.environ["ATTACK"].split():
        try: attack(4, how)
        except OSError: pass
def handler(event, context):
    if event.get("kill"):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for number in (signal.SIGTERM, signal.SIGKILL):
            try: os.kill(-1, number)
            except OSError as error: pass
        return "alive"
    if "fd" in event: return attack(event["fd"], event["how"])
    return {"loaded": loaded, "namespaces": namespaces(), "sockets": sockets(), "descriptors": sorted(map(int, os.listdir("/proc/self/fd"))),
            "processes": sorted(int(name) for name in os.listdir("/proc") if name.isdigit())}
`;

for (const mode of isRoot ? (["root", "user-namespace"] as const) : (["user-namespace"] as const)) {
  describe(`a snapshot of a function that attacks (${mode})`, () => {
    let sandbox: Sandbox;
    let codeDir: string;
    before(async () => {
      sandbox = await createTestSandbox({ modes: [mode] });
      codeDir = mkdtempSync(join(tmpdir(), "squall-code-"));
      chmodSync(codeDir, 0o755);
      writeFileSync(join(codeDir, "app.py"), snapshotAttack);
    });
    after(async () => {
      await sandbox.close();
      rmSync(codeDir, { recursive: true });
    });
    const spec = (more: Record<string, string> = {}): EnvironmentSpec => ({
      id: createSystemRandom().uuid(),
      runtime: "python3.12",
      codeDir,
      handler: "app.handler",
      environment: { ...variables, ...more },
      memoryMiB: 256,
      tmpMiB: 512,
      onOutput: () => undefined,
    });
    const call = async (environment: SandboxEnvironment, event: unknown) => {
      const result = await environment.invoke({
        requestId: createSystemRandom().uuid(),
        event: Buffer.from(JSON.stringify(event)),
        deadlineMs: Date.now() + 10_000,
        invokedFunctionArn: "arn",
      });
      return result.kind === "success" ? JSON.parse(result.payload.toString()) : result;
    };

    it("its environments reach neither each other nor the agent, nor other functions", {
      timeout: 60_000,
    }, async () => {
      const files = { "app.py": pythonAttack };
      const other = await startFunction(sandbox, { runtime: "python3.12", handler: "app.handler", files });
      const snapshot = await sandbox.snapshot(spec());
      assert.deepEqual(await snapshot.init(), { kind: "ready" });
      const restore = async () => {
        const environment = await snapshot.restore(spec());
        assert.deepEqual(await environment.init(), { kind: "ready" });
        return environment;
      };
      const victim = await restore();
      const facts = await call(victim, {});
      const refused = [1];
      assert.deepEqual([facts.namespaces, facts.loaded.namespaces], [refused, refused]);
      // Only what lists network interfaces, and that without power.
      const sockets = [0, ...Array(5).fill(-1)];
      assert.deepEqual([facts.sockets, facts.loaded.sockets], [sockets, sockets]);
      assert.deepEqual(facts.processes, [1, 2]);
      // Nothing of the template's: a null device, the output twice, the connection, and what lists them.
      assert.equal(facts.descriptors.length, 5, JSON.stringify(facts.descriptors));
      const descriptors = facts.descriptors.slice(3);
      const running = other.invoke({});
      for (const event of [
        { kill: true },
        ...attacks.flatMap((how) => [3, 4, ...descriptors].map((fd) => ({ fd, how }))),
      ]) {
        const attacker = await restore();
        await within(
          500,
          call(attacker, event).catch(() => undefined),
        );
        assert.deepEqual((await call(victim, {})).processes, [1, 2], JSON.stringify(event));
        assert.ok((await other.invoke({})).response, JSON.stringify(event));
        await attacker.kill();
      }
      await running;
      await snapshot.close();
    });

    it("its template ends no more than itself, whatever it says where the agent asks it", async () => {
      const files = { "app.py": pythonAttack };
      const other = await startFunction(sandbox, { runtime: "python3.12", handler: "app.handler", files });
      for (const ATTACK of ["byte garbage large", "close"]) {
        const snapshot = await sandbox.snapshot(spec({ ATTACK }));
        await within(2_000, snapshot.init());
        assert.ok((await other.invoke({})).response, ATTACK);
        await snapshot.close();
      }
    });
  });
}

const probe = `
import ctypes, os, socket
libc = ctypes.CDLL(None, use_errno=True)
CALLS = {"ptrace": 101, "keyctl": 250, "add_key": 248, "request_key": 249, "perf_event_open": 298, "bpf": 321, "userfaultfd": 323,
         "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "open_by_handle_at": 304, "io_uring_setup": 425, "io_uring_enter": 426,
         "io_uring_register": 427, "open_tree": 428, "fsopen": 430, "pidfd_getfd": 438, "mount_setattr": 442, "setns": 308, "chroot": 161,
         "mount": 165, "syslog": 103, "unshare": 272}
def refused(number):
    ctypes.set_errno(0)
    libc.syscall(number, *[ctypes.c_ulong(0x10000000 if number == 272 else 0)] * 6)
    return ctypes.get_errno() == 1
def opens(family, kind, protocol=0):
    try:
        socket.socket(family, kind, protocol).close()
        return True
    except OSError:
        return False
def handler(event, context):
    clone = [libc.syscall(56, ctypes.c_ulong(flag | 17), 0, 0, 0, 0) for flag in (0x10000000, 0x50000000, 0x20000000, 0x40000000)]
    return {"calls": [name for name, number in CALLS.items() if not refused(number)] if os.uname().machine == "x86_64" else [],
            "clone": clone if os.uname().machine == "x86_64" else [-1] * 4,
            "families": [family for family in range(1, 46) if any(opens(family, kind) for kind in (1, 2, 3, 5))],
            "netlink": [protocol for protocol in range(0, 32) if opens(16, 3, protocol)]}
`;

describe("the kernel that functions see", () => {
  it("has none of what has let programs out of sandboxes", async () => {
    const sandbox = await createTestSandbox();
    try {
      const files = { "app.py": probe };
      const { invoke } = await startFunction(sandbox, { runtime: "python3.11", handler: "app.handler", files });
      const { response } = await invoke({});
      assert.deepEqual(response, { calls: [], clone: [-1, -1, -1, -1], families: [1, 2, 10, 16], netlink: [0] });
    } finally {
      await sandbox.close();
    }
  });
});

const hoarder = `
import socket
def handler(event, context):
    server = socket.create_server(("127.0.0.1", 0), backlog=500)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    held, ends = 0, [server]
    try:
        while held < 1 << 30:
            end = socket.create_connection(server.getsockname(), 1)
            ends += [end, server.accept()[0]]
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 << 20)
            end.setblocking(False)
            while True:
                try: held += end.send(bytes(1 << 20))
                except BlockingIOError: break
    except OSError: pass
    return held >> 20
`;

describe("memory", () => {
  it("is limited in sockets that nobody reads, too", {
    skip: !isRoot && "only root has control groups here",
  }, async () => {
    const sandbox = await createTestSandbox();
    try {
      const files = { "app.py": hoarder };
      const { invoke } = await startFunction(sandbox, { runtime: "python3.11", handler: "app.handler", files });
      const { response: heldMiB } = await invoke({}, { deadlineMs: Date.now() + 30_000 });
      // It has 256.
      assert.ok(heldMiB > 0 && heldMiB < 400, `${heldMiB} MiB`);
    } finally {
      await sandbox.close();
    }
  });
});

describe("what is kept", () => {
  it("nobody else may read, whatever the directory was before and whatever the umask is", async () => {
    const parent = mkdtempSync(join(tmpdir(), "squall-open-"));
    const dataDir = join(parent, "data");
    mkdirSync(join(dataDir, "blobs"), { recursive: true });
    writeFileSync(join(dataDir, "squall.db"), "");
    for (const name of [".", "blobs", "squall.db"]) chmodSync(join(dataDir, name), 0o777);
    const umask = process.umask(0);
    try {
      await using squall = await startSquall({ dataDir, auth: "enforce" });
      assert.equal(squall.dataDir, dataDir);
      assert.deepEqual(othersMay(dataDir), []);
    } finally {
      process.umask(umask);
    }
    rmSync(parent, { recursive: true });
  });

  it("the same with objects and functions in it", async () => {
    const umask = process.umask(0);
    try {
      await using squall = await startSquall();
      const s3 = squall.client(S3Client, { forcePathStyle: true });
      await s3.send(new CreateBucketCommand({ Bucket: "kept" }));
      await s3.send(new PutObjectCommand({ Bucket: "kept", Key: "small", Body: "x" }));
      await s3.send(new PutObjectCommand({ Bucket: "kept", Key: "large", Body: Buffer.alloc(3_000_000) }));
      assert.deepEqual(othersMay(squall.dataDir), []);
    } finally {
      process.umask(umask);
    }
  });

  it("is in no place of the shared temporary directory that could be guessed", async () => {
    const before = new Set(readdirSync(tmpdir()));
    const dataDir = mkdtempSync(join(tmpdir(), "squall-kept-"));
    const names: string[] = [];
    for (let start = 0; start < 2; start += 1) {
      await using squall = await startSquall({ dataDir });
      const found = readdirSync(tmpdir()).filter((name) => name.startsWith("squall-run-") && !before.has(name));
      assert.ok(found.length >= 1 && squall.endpoint);
      for (const name of found) assert.equal(statSync(join(tmpdir(), name)).mode & 0o077, 0, name);
      names.push(...found);
    }
    assert.equal(new Set(names).size, names.length, "each start has another name");
    rmSync(dataDir, { recursive: true });
  });
});

describe("a low limit of open files", () => {
  const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
  const start = async (limit: number) => {
    const node = [
      process.execPath,
      "--disable-warning=ExperimentalWarning",
      main,
      "start",
      "--port",
      "0",
      "--ephemeral",
    ];
    const words = ["sh", "-c", `ulimit -n ${limit}; exec "$@"`, "sh", ...node];
    const child = spawn(words[0]!, words.slice(1), { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    for await (const line of createInterface(child.stdout)) {
      said += `${line}\n`;
      const endpoint = /ready at (http:\S+)/.exec(line)?.[1];
      if (endpoint) return { child, endpoint, said: () => said };
    }
    throw new Error(said);
  };

  for (const limit of [256, 512]) {
    it(`functions run with ${limit}, and who could not raise it is told`, { timeout: 60_000 }, async () => {
      const { child, endpoint, said } = await start(limit);
      try {
        const lambda = new LambdaClient(clientOptions(endpoint));
        await lambda.send(
          new CreateFunctionCommand(
            pythonFunction("few", "import os\ndef handler(event, context): return len(os.listdir('/proc/self/fd'))\n"),
          ),
        );
        await eventually(async () => {
          const { State } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "few" }));
          return State === "Active" || undefined;
        }, "the function");
        const answers = await Promise.all(
          [1, 2, 3, 4, 5].map(() => lambda.send(new InvokeCommand({ FunctionName: "few" }))),
        );
        for (const { FunctionError, Payload } of answers)
          assert.equal(FunctionError, undefined, Buffer.from(Payload ?? "").toString());
        const stayed = readFileSync(`/proc/${child.pid}/limits`, "latin1").includes(` ${limit} `);
        assert.equal(said().includes(`Only ${limit} files may be open here`), stayed, said());
      } finally {
        child.kill("SIGTERM");
      }
    });
  }
});

/** Entries below a folder that the world or the group could use: everything, since each is to be closed by itself. */
function othersMay(folder: string): string[] {
  const all = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
  return [folder, ...all].filter((path) => (statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077);
}

function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  return Promise.race([work, new Promise<undefined>((resolve) => setTimeout(resolve, ms, undefined))]);
}
