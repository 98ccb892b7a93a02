import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { createSystemRandom } from "../../platform/random.ts";
import type { EnvironmentSpec, Sandbox, SandboxEnvironment } from "../sandbox.ts";
import { createTestSandbox } from "../test-sandbox.ts";

const code = `
import os, random, time, uuid
from snapshot_restore_py import register_before_snapshot, register_after_restore
calls = ["loaded"]
register_before_snapshot(lambda: calls.append("before 1"))
@register_before_snapshot
def second(): calls.append("before 2")
register_after_restore(lambda name: calls.append("after " + name), "1")
register_after_restore(lambda: calls.append("after 2"))
template = os.getpid()
open("/tmp/from-init", "w").write("there")
import stat
with open("/tmp/hole", "wb") as hole:
    hole.write(b"begin"); hole.seek(1 << 40); hole.write(b"end"); hole.truncate(2 << 40)
for folder in ("/tmp/folder", "/tmp/folder/closed"): os.mkdir(folder)
os.mkfifo("/tmp/folder/pipe", 0o640)
import socket
listener = socket.socket(socket.AF_UNIX); listener.bind("/tmp/folder/socket")
open("/tmp/folder/closed/secret", "w").write("s"); os.chmod("/tmp/folder/closed/secret", 0); os.utime("/tmp/folder/closed/secret", (1, 1)); os.chmod("/tmp/folder/closed", 0o300)
os.link("/tmp/from-init", "/tmp/folder/again"); os.symlink("..", "/tmp/folder/up"); os.symlink("/etc/passwd", "/tmp/link")
open(b"/tmp/folder/\\xff\\n", "w").close()
def files():
    found = {}
    for folder, folders, names in os.walk(b"/tmp"):
        for name in folders + names:
            path = os.path.join(folder, name); facts = os.lstat(path)
            content = os.readlink(path).decode() if stat.S_ISLNK(facts.st_mode) else ""
            found[os.fsdecode(path).encode("ascii", "backslashreplace").decode()] = [stat.filemode(facts.st_mode), facts.st_nlink, 0 if stat.S_ISDIR(facts.st_mode) else facts.st_size, facts.st_mtime_ns // 1000, content]
    with open("/tmp/hole", "rb") as hole:
        parts = [hole.read(5), hole.seek(1 << 40) and hole.read(3)]
    return {"found": found, "hole": [str(part) for part in parts], "same": os.path.samefile("/tmp/from-init", "/tmp/folder/again")}
at_init = files()
def ask_with_power():
    import ctypes
    libc = ctypes.CDLL(None, use_errno=True)
    read, write = os.pipe()
    if os.fork() == 0:
        found = [libc.unshare(int(os.environ["FLAGS"])), libc.socket(16, 3, 0), ctypes.get_errno()]
        os.write(write, repr(found).encode()); os._exit(0)
    os.close(write); os.wait()
    return os.read(read, 100).decode()
asked_with_power = ask_with_power()
big = bytearray(40 * 1024 * 1024)
def handler(event, context):
    do = event.get("do")
    if do == "files": return {"now": files(), "init": at_init}
    if do == "write": open("/tmp/own", "w").write("x")
    if do == "exit": os._exit(3)
    if do == "grow":
        more = b"x" * (400 * 1024 * 1024)
    if do == "mount":
        import ctypes
        libc = ctypes.CDLL(None, use_errno=True)
        return [libc.unshare(0x10000000), ctypes.get_errno(), libc.mount(b"x", b"/mnt", b"tmpfs", 0, None)]
    if do == "interfaces":
        import ctypes, fcntl, socket
        libc = ctypes.CDLL(None, use_errno=True)
        def opens(kind, protocol):
            fd = libc.socket(16, kind, protocol)
            return fd if fd < 0 else os.close(fd) or 0
        with socket.socket() as end:
            flags = fcntl.ioctl(end, 0x8913, b"lo".ljust(40, b"\\0"))
            try: fcntl.ioctl(end, 0x8914, flags)
            except PermissionError: refused = True
        return {"names": socket.if_nameindex(), "netlink": [opens(3, protocol) for protocol in (0, 12)], "refused": refused, "flags": len(flags)}
    if do == "powerful":
        # The template's own code, with what a template may do: power of its own gives it none of what is asked.
        return asked_with_power
    if do == "spawn":
        import subprocess
        return subprocess.check_output("id -u; grep CapEff /proc/self/status", shell=True, text=True)
    return {"calls": calls, "tmp": sorted(set(os.listdir("/tmp")) - {"hole", "folder", "link"}), "processes": sorted(filter(str.isdigit, os.listdir("/proc"))), "pid": os.getpid(), "template": template, "uuid": str(uuid.uuid4()),
            "random": random.random(), "value": os.environ.get("VALUE")}
`;

for (const mode of ["root", "user-namespace"] as const) {
  describe(`a snapshot of a Python function (${mode})`, { skip: process.getuid?.() !== 0 && mode === "root" }, () => {
    let sandbox: Sandbox;
    const codeDir = mkdtempSync(join(tmpdir(), "squall-code-"));
    chmodSync(codeDir, 0o755);
    writeFileSync(join(codeDir, "app.py"), code);
    before(async () => {
      sandbox = await createTestSandbox({ modes: [mode] });
    });
    after(async () => {
      await sandbox.close();
      rmSync(codeDir, { recursive: true });
    });

    let output = "";
    const spec = (VALUE: string): EnvironmentSpec => ({
      id: createSystemRandom().uuid(),
      runtime: "python3.12",
      codeDir,
      handler: "app.handler",
      environment: { PATH: "/var/lang/bin:/usr/bin:/bin", VALUE, FLAGS: "2013396992" },
      memoryMiB: 256,
      tmpMiB: 64,
      onOutput: (chunk) => {
        output += chunk.toString();
      },
    });
    const invoke = async (environment: SandboxEnvironment, event: object = {}) => {
      const result = await environment.invoke({
        requestId: "1",
        event: Buffer.from(JSON.stringify(event)),
        deadlineMs: Date.now() + 10_000,
        invokedFunctionArn: "arn",
      });
      return result.kind === "success" ? JSON.parse(result.payload.toString()) : result;
    };

    it("makes environments that have the function loaded, each for itself", async () => {
      const snapshot = await sandbox.snapshot(spec("template"));
      assert.deepEqual(await snapshot.init(), { kind: "ready" }, output);
      const restore = async (value: string) => {
        const environment = await snapshot.restore(spec(value));
        assert.deepEqual(await environment.init(), { kind: "ready" }, output);
        return environment;
      };
      const [one, two] = await Promise.all([restore("one"), restore("two")]);
      const first = await invoke(one, { do: "write" });
      const second = await invoke(two);
      assert.deepEqual(first.calls, ["loaded", "before 2", "before 1", "after 1", "after 2"]);
      assert.deepEqual([first.value, second.value], ["one", "two"]);
      assert.deepEqual(first.tmp, ["from-init", "own"]);
      // Files of one are not another's.
      assert.deepEqual(second.tmp, ["from-init"]);
      assert.equal(first.template, second.template);
      // They are as they were, of whatever kind.
      const files = await invoke(two, { do: "files" });
      assert.deepEqual(files.now, files.init);
      assert.equal(Object.keys(files.now.found).length, 10, JSON.stringify(files));
      // Each is alone in its PID namespace, with the one that waits for it.
      assert.deepEqual([first.pid, second.pid], [2, 2]);
      assert.deepEqual(first.processes, ["1", "2"]);
      assert.notEqual(first.uuid, second.uuid);
      assert.notEqual(first.random, second.random);
      // It has no more power than any other environment.
      assert.deepEqual(await invoke(one, { do: "mount" }), [-1, 1, -1]);
      const interfaces = await invoke(one, { do: "interfaces" });
      assert.deepEqual(interfaces.names.map(([, name]: [number, string]) => name).includes("lo"), true);
      assert.deepEqual([interfaces.netlink, interfaces.refused, interfaces.flags], [[0, -1], true, 40]);
      assert.equal(await invoke(one, { do: "powerful" }), "[0, -1, 1]");
      assert.match(await invoke(one, { do: "spawn" }), /^993\nCapEff:\s+0+\n$/);
      // One that ends takes nobody along.
      assert.deepEqual(await invoke(one, { do: "exit" }), { kind: "exited", code: 3, signal: undefined });
      await one.exited;
      assert.equal((await invoke(two)).value, "two");
      const grown = await invoke(two, { do: "grow" });
      assert.deepEqual([grown.kind, grown.signal, two.memory().outOfMemory], ["exited", "SIGKILL", true]);
      const three = await restore("three");
      assert.equal((await invoke(three)).value, "three");
      three.rest();
      await new Promise((resolve) => setTimeout(resolve, 100));
      assert.equal((await invoke(three)).value, "three");
      three.rest();
      await new Promise((resolve) => setTimeout(resolve, 100));
      await snapshot.close();
      await three.exited;
    });
  });
}
