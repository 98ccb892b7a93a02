import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { buildOnce, skipWithout } from "../../../test/support/build.ts";
import type { Sandbox } from "../sandbox.ts";
import { createTestSandbox, startFolder, startFunction } from "../test-sandbox.ts";

/** A folder with these files, kept from one run to the next. */
function folder(files: Readonly<Record<string, string>>): string {
  return buildOnce("seen", [JSON.stringify(files)], (into) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(into, path)), { recursive: true });
      writeFileSync(join(into, path), text, { mode: 0o755 });
    }
  });
}

describe("what functions see", () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await createTestSandbox();
    await Promise.all([sandbox.prepare("python3.11"), sandbox.prepare("nodejs22.x", 256)]);
  });
  after(() => sandbox.close());

  const python = (text: string, environment = {}, files = {}) =>
    startFunction(sandbox, {
      runtime: "python3.11",
      handler: "app.handler",
      files: { "app.py": text, ...files },
      environment,
    });
  const node = (text: string, environment = {}, files = {}) =>
    startFunction(sandbox, {
      runtime: "nodejs22.x",
      handler: "app.handler",
      files: { "app.js": text, ...files },
      environment,
    });

  describe("layers", () => {
    /** A layer with a library in `lib`, and two programs that load it: an extension module would do it likewise. */
    const withLibrary = () =>
      buildOnce("layer-library", ["1"], (into) => {
        mkdirSync(join(into, "lib"));
        const source = join(into, "answer.c");
        writeFileSync(source, "int answer(void) { return 42; }\n");
        execFileSync("cc", ["-shared", "-fPIC", "-o", join(into, "lib/libanswer.so.1"), source]);
      });
    const byLinker =
      "import ctypes\nanswer = ctypes.CDLL('libanswer.so.1').answer()\ndef handler(event, context):\n    return answer\n";

    it("a library in /opt/lib or /var/task/lib is found by a process that booted before it was there", {
      skip: skipWithout("cc", "--version"),
    }, async () => {
      const optDir = withLibrary();
      const codeDir = folder({ "app.py": byLinker });
      const layered = await startFolder(sandbox, { runtime: "python3.11", handler: "app.handler", codeDir, optDir });
      assert.deepEqual(await layered.invoke({}), { response: 42 });
      const own = buildOnce("task-library", [byLinker], (into) => {
        execFileSync("cp", ["-r", `${optDir}/lib`, into]);
        writeFileSync(join(into, "app.py"), byLinker);
      });
      const brought = await startFolder(sandbox, { runtime: "python3.11", handler: "app.handler", codeDir: own });
      assert.deepEqual(await brought.invoke({}), { response: 42 });
    });

    it("a layer's own SDK wins over the runtime's, and so does one that PYTHONPATH names", async () => {
      const text =
        "import boto3, botocore\ndef handler(event, context):\n    return [boto3.__file__, botocore.__file__]\n";
      const codeDir = folder({ "app.py": text });
      const optDir = folder({ "python/boto3/__init__.py": "", "elsewhere/boto3/__init__.py": "" });
      const runtime = "/var/runtime/botocore/__init__.py";
      for (const [path, file] of [
        ["/var/runtime", "/opt/python/boto3/__init__.py"],
        ["/opt/elsewhere", "/opt/elsewhere/boto3/__init__.py"],
      ] as const) {
        const environment = { PYTHONPATH: path };
        const spec = { runtime: "python3.11", handler: "app.handler", codeDir, optDir, environment };
        const { invoke } = await startFolder(sandbox, spec);
        assert.deepEqual(await invoke({}), { response: [file, runtime] });
      }
    });

    it("`.pth` files of the package and of layers are read, those of folders in PYTHONPATH are not", async () => {
      const text =
        "import sys\ndef handler(event, context):\n    return [path for path in sys.path if 'extra' in path] + [getattr(sys, 'said', None)]\n";
      const codeDir = folder({ "app.py": text, "own.pth": "extra-of-code\n", "extra-of-code/x.py": "" });
      const optDir = folder({
        "python/layer.pth": "extra-of-layer\nimport sys; sys.said = 'yes'\n",
        "python/extra-of-layer/y.py": "",
      });
      const spec = { runtime: "python3.11", handler: "app.handler", codeDir, optDir };
      const { invoke } = await startFolder(sandbox, spec);
      assert.deepEqual(await invoke({}), {
        response: ["/var/task/extra-of-code", "/opt/python/extra-of-layer", "yes"],
      });
      const named = await startFolder(sandbox, { ...spec, environment: { PYTHONPATH: "/opt/python" } });
      assert.deepEqual(await named.invoke({}), { response: ["/var/task/extra-of-code", null] });
    });
  });

  it("the SDK's libraries can be required", async () => {
    const names = ["lib-storage", "lib-dynamodb", "s3-presigned-post", "s3-request-presigner", "credential-providers"];
    const code = `exports.handler = async () => ${JSON.stringify(names)}.map((name) => Object.keys(require("@aws-sdk/" + name)).length > 0);`;
    const { response } = (await (await node(code)).invoke({})) as { response: boolean[] };
    assert.deepEqual(
      response,
      names.map(() => true),
    );
  });

  it("importlib.metadata knows boto3 and what comes with it", async () => {
    const { invoke } = await python(
      "import boto3, importlib.metadata\ndef handler(event, context):\n    return [importlib.metadata.version('boto3') == boto3.__version__, [bool(importlib.metadata.version(name)) for name in event]]\n",
    );
    const names = ["botocore", "s3transfer", "urllib3", "python-dateutil"];
    assert.deepEqual(await invoke(names), { response: [true, names.map(() => true)] });
  });

  describe("the machine", () => {
    it("has as much memory as the function, and a processor for each 1,769 MB", async () => {
      const { invoke } = await python(
        "import os\ndef handler(event, context):\n    first = open('/proc/meminfo').readline().split()\n    return [first, os.cpu_count(), open('/proc/cpuinfo').read().count('processor'), open('/proc/stat').read().count('cpu') - 1]\n",
      );
      assert.deepEqual(await invoke({}), { response: [["MemTotal:", "262144", "kB"], 1, 1, 1] });
      const ofNode = await node(
        "const os = require('node:os'); exports.handler = async () => [os.totalmem(), os.cpus().length, os.freemem() <= os.totalmem()];",
      );
      assert.deepEqual(await ofNode.invoke({}), { response: [256 * 1024 * 1024, 1, true] });
    });
  });

  it("Node's heap is as large as AWS makes it, by the same options", async () => {
    const { invoke } = await node(`
      exports.handler = async () => {
        let kept = [];
        // Some 1.5 GB, of which 20 MB are held at a time: the collector of a heap that may have all of the host's memory lets it grow beyond 256 MB.
        for (let round = 0; round < 60; round += 1) { kept = []; for (let n = 0; n < 25; n += 1) kept.push(new Array(125_000).fill(round + n)); }
        return [process.execArgv, typeof globalThis.gc, require("node:v8").getHeapStatistics().heap_size_limit / 2 ** 20 < 300];
      };`);
    const flags = [
      "--expose-gc",
      "--max-http-header-size=81920",
      "--max-semi-space-size=12",
      "--max-old-space-size=230",
    ];
    assert.deepEqual(await invoke({}), { response: [flags, "function", true] });
  });

  describe("files", () => {
    it("/dev/stdout and its like can be opened", async () => {
      const open =
        "def handler(event, context):\n    for path in event:\n        with open(path, 'w') as file:\n            file.write(path + '\\n')\n";
      const paths = ["/dev/stdout", "/dev/stderr", "/proc/self/fd/1"];
      const written = await python(open);
      await written.invoke(paths);
      assert.equal(written.takeOutput(), `${paths.join("\n")}\n`);
      const ofNode = await node(
        "const fs = require('node:fs'); exports.handler = async (paths) => { for (const path of paths) fs.writeFileSync(path, path + '\\n'); };",
      );
      await ofNode.invoke(paths);
      assert.equal(ofNode.takeOutput(), `${paths.join("\n")}\n`);
    });

    it("where they are on the host is not to be seen", async () => {
      const code =
        "import os\ndef handler(event, context):\n    return [os.readlink(f'/proc/self/fd/{n}') for n in (1, 2)]\n";
      const { response } = (await (await python(code)).invoke({})) as { response: string[] };
      for (const name of response) assert.match(name, /^\/[0-9a-f-]{36}(?: \(deleted\))?$/);
    });

    it("certificates are where AWS has them", async () => {
      const { invoke } = await python(
        "import ssl\ndef handler(event, context):\n    return [len(ssl.create_default_context(cafile=path).get_ca_certs()) > 10 for path in event]\n",
      );
      const paths = [
        ...["/var/runtime/ca-cert.pem", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/pki/tls/cert.pem"],
        ...["/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem", "/etc/ssl/certs/ca-bundle.crt"],
      ];
      assert.deepEqual(await invoke(paths), { response: paths.map(() => true) });
    });

    it("the system is Amazon Linux 2023, with its folders, and has the locale that LANG names", async () => {
      const { invoke } = await python(
        "import locale, os, platform\ndef handler(event, context):\n    return [platform.freedesktop_os_release()['ID'], open('/etc/system-release').read()[:25], [os.path.isdir(path) for path in event], locale.setlocale(locale.LC_ALL, '')]\n",
        { LANG: "en_US.UTF-8" },
      );
      const folders = ["/var/tmp", "/home", "/run", "/mnt", "/var/lang/bin"];
      assert.deepEqual(await invoke(folders), {
        response: ["amzn", "Amazon Linux release 2023", folders.map(() => true), "en_US.UTF-8"],
      });
    });

    it("the interpreter is in /var/lang/bin", async () => {
      const run =
        "import subprocess\ndef handler(event, context):\n    return subprocess.run(event, capture_output=True, text=True).stdout\n";
      const { invoke } = await python(run);
      for (const name of ["python3", "python3.11"])
        assert.deepEqual(await invoke([`/var/lang/bin/${name}`, "-c", "print(1)"]), { response: "1\n" });
      const ofNode = await node(
        "exports.handler = async () => require('node:child_process').execFileSync('/var/lang/bin/node', ['-p', '1+1'], { encoding: 'utf8' });",
      );
      assert.deepEqual(await ofNode.invoke({}), { response: "2\n" });
    });

    it("/proc/1 tells nothing of Squall", async () => {
      const { invoke } = await python(
        "def handler(event, context):\n    return [open('/proc/1/' + name).read().strip('\\0\\n') for name in ('cmdline', 'comm')]\n",
      );
      assert.deepEqual(await invoke({}), { response: ["init", "init"] });
    });
  });

  describe("programs", () => {
    const look =
      "import os, shutil, subprocess\ndef handler(event, context):\n    return [[name for name in event if shutil.which(name)], [name for folder in ('/usr/bin', '/usr/sbin', '/usr/local/bin', '/bin', '/var/lang/bin') if os.path.isdir(folder) for name in event if os.path.lexists(folder + '/' + name)], subprocess.run(['/bin/sh', '-c', 'echo $BASH_VERSION | head -c 1'], capture_output=True, text=True).stdout != '']\n";
    const ofAws = ["bash", "cat", "grep", "sed", "sort", "env"];
    const ofHosts = ["git", "gcc", "cc", "apt", "apt-get", "dpkg", "perl", "tar", "ps", "mount", "pytest", "docker"];

    it("are AWS's, not the host's", async () => {
      const { invoke } = await python(look);
      const here = ["python3", ...ofAws];
      const { response } = await invoke([...here, ...ofHosts]);
      assert.deepEqual(response[0], here);
      assert.deepEqual([...new Set(response[1])].sort(), here.toSorted());
      assert.equal(response[2], true);
    });

    it("of interpreters of the system are there too, and run", async () => {
      const code =
        "const { execSync } = require('node:child_process'); exports.handler = async () => execSync('node -p 1+1; for n in git gcc apt; do command -v $n; done; true', { encoding: 'utf8' });";
      for (const runtime of ["nodejs20.x", "nodejs22.x"]) {
        const { invoke } = await startFunction(sandbox, { runtime, handler: "app.handler", files: { "app.js": code } });
        assert.deepEqual(await invoke({}), { response: "2\n" });
      }
    });

    it("are all of the host's with --function-root host", async () => {
      const open = await createTestSandbox({ root: "host" });
      const { invoke } = await startFunction(open, {
        runtime: "python3.11",
        handler: "app.handler",
        files: { "app.py": look },
      });
      const { response } = await invoke(["mount"]);
      await open.close();
      assert.deepEqual(response[0], ["mount"]);
      assert.equal(open.programNotice(Buffer.from("sh: line 1: git: command not found\n")), undefined);
    });

    it("cannot be changed from inside, nor added to", async () => {
      const change =
        "import os\ndef handler(event, context):\n    said = []\n    for path in event:\n        try: said.append(os.open(path, os.O_WRONLY | os.O_CREAT, 0o755))\n        except OSError as error: said.append(error.errno)\n    return said\n";
      const { invoke } = await python(change);
      const { response } = await invoke(["/usr/bin/cat", "/usr/bin/git", "/usr/local/bin/own", "/var/lang/bin/own"]);
      for (const code of response) assert.ok([13, 30].includes(code), String(code));
    });
  });

  describe("wrapper scripts and variables of the start", () => {
    /** AWS's own example. Source: "Modifying the runtime environment", "Example wrapper script: Python". */
    const importTime = `#!/bin/bash
args=("$@")
extra_args=("-X" "importtime")
args=("\${args[@]:0:$#-1}" "\${extra_args[@]}" "\${args[@]: -1}")
exec "\${args[@]}"
`;

    it("AWS's example for Python puts its options before the last argument", async () => {
      const { invoke, takeOutput } = await python(
        "import sys\ndef handler(event, context):\n    return sys._xoptions\n",
        { AWS_LAMBDA_EXEC_WRAPPER: "/var/task/wrapper" },
        { wrapper: importTime },
      );
      assert.deepEqual(await invoke({}), { response: { importtime: true } });
      assert.match(takeOutput(), /^import time: self \[us\]/);
    });

    it("a wrapper may put another handler in the function's place", async () => {
      const wrapper = '#!/bin/sh\nexport _HANDLER=other.handler\nexec "$@"\n';
      const environment = { AWS_LAMBDA_EXEC_WRAPPER: "/var/task/wrapper", _HANDLER: "app.handler" };
      const inPython = await python("", environment, {
        wrapper,
        "other.py": "def handler(event, context):\n    return 'other'\n",
      });
      assert.deepEqual(await inPython.invoke({}), { response: "other" });
      const inNode = await node("", environment, { wrapper, "other.js": "exports.handler = async () => 'other';" });
      assert.deepEqual(await inNode.invoke({}), { response: "other" });
    });

    it("LC_ALL takes effect", async () => {
      const { invoke } = await python(
        "import sys, locale\ndef handler(event, context):\n    return locale.setlocale(locale.LC_CTYPE, None)\n",
        { LC_ALL: "POSIX", PYTHONCOERCECLOCALE: "0", PYTHONUTF8: "0" },
      );
      assert.deepEqual(await invoke({}), { response: "C" });
      const ofNode = await node("exports.handler = async () => Intl.DateTimeFormat().resolvedOptions().locale;", {
        LC_ALL: "de_DE.UTF-8",
      });
      assert.deepEqual(await ofNode.invoke({}), { response: "de-DE" });
    });
  });

  it("a process that aborts ends by SIGABRT", async () => {
    const { invoke } = await python("import os\ndef handler(event, context):\n    os.abort()\n");
    assert.deepEqual(await invoke({}), { exit: { code: undefined, signal: "SIGABRT" } });
  });
});
