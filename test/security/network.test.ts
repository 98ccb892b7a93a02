import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import type { Config } from "../../src/config.ts";
import { skipWithout } from "../support/build.ts";
import { eventually } from "../support/eventually.ts";
import { pythonFunction } from "../support/lambda.ts";
import { clientOptions, startSquall, type TestSquall } from "../support/squall.ts";

/** Does what it is told with sockets, and says what came of it. */
const prober = `
import json, os, socket, threading, time, urllib.request, urllib.error
def connect(address, port, say="hello"):
    try:
        with socket.create_connection((address, port), 3) as end:
            end.settimeout(3)
            end.sendall(say.encode())
            answer = end.recv(100)
            return answer.decode() if answer else "closed"
    except OSError as error:
        return type(error).__name__
def datagram(address, port, say="hello"):
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM) as end:
        end.settimeout(3)
        try:
            end.sendto(say.encode(), (address, port))
            return end.recvfrom(100)[0].decode()
        except OSError as error:
            return type(error).__name__
def abstract(name):
    with socket.socket(socket.AF_UNIX) as end:
        try:
            end.connect("\\0" + name)
            return "connected"
        except OSError as error:
            return type(error).__name__
listening = None
def listen(port, mine):
    global listening
    if listening is None:
        listening = [socket.create_server(("0.0.0.0", port))]
        def serve(server):
            while True:
                end, _address = server.accept()
                end.sendall(mine.encode())
                end.close()
        for server in listening:
            threading.Thread(target=serve, args=(server,), daemon=True).start()
    time.sleep(0.5)
    return [connect(host, port) for host in ("127.0.0.1", "127.3.2.1", "localhost")]
def call(method, path, body=None):
    request = urllib.request.Request(os.environ["AWS_ENDPOINT_URL"] + path, method=method, data=body and json.dumps(body).encode())
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
def identity():
    import boto3
    return boto3.client("sts").get_caller_identity()["Arn"]
def names(name):
    return socket.gethostbyname(name)
def fetch(path):
    request = urllib.request.Request(os.environ["AWS_ENDPOINT_URL"] + path)
    with urllib.request.urlopen(request, timeout=5) as answer:
        return len(answer.read())
def download(address, port, size):
    with socket.create_connection((address, port), 3) as end:
        end.sendall(b"send %d" % size)
        end.shutdown(socket.SHUT_WR)
        total = 0
        while True:
            data = end.recv(1 << 20)
            if not data:
                return total
            total += len(data)
def handler(event, context):
    return globals()[event["do"]](*event.get("with", []))
`;

/** A program outside: it answers what it gets, over TCP and UDP, or sends as many bytes as it is asked for. */
const outsideProgram = `
import socket, sys, threading
def serve_tcp(address):
    server = socket.create_server((address, 7777), family=socket.AF_INET6 if ":" in address else socket.AF_INET)
    while True:
        end, peer = server.accept()
        def answer(end=end):
            data = end.recv(100)
            if data.startswith(b"send "):
                left = int(data[5:])
                while left > 0: left -= end.send(bytes(min(left, 1 << 20)))
            else: end.sendall(b"outside: " + data)
            end.close()
        threading.Thread(target=answer, daemon=True).start()
def serve_udp(address):
    end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    end.bind((address, 7777))
    while True:
        data, source = end.recvfrom(1000)
        end.sendto(b"outside: " + data, source)
threading.Thread(target=serve_udp, args=(sys.argv[1],), daemon=True).start()
print("ready", flush=True)
serve_tcp(sys.argv[1])
`;

const isRoot = process.getuid?.() === 0;
const [near, far] = ["198.18.77.1", "198.18.77.2"];

async function squallWith(options: Partial<Config>): Promise<{ squall: TestSquall; lambda: LambdaClient }> {
  const squall = await startSquall(options);
  return { squall, lambda: squall.client(LambdaClient) };
}

async function createProber(lambda: LambdaClient, name = "prober"): Promise<void> {
  await lambda.send(new CreateFunctionCommand({ ...pythonFunction(name, prober), Timeout: 30, MemorySize: 256 }));
  await eventually(async () => {
    const { State } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
    return State === "Active" || undefined;
  }, "the function");
}

// biome-ignore lint/suspicious/noExplicitAny: each probe answers something else
async function probe(lambda: LambdaClient, what: string, ...args: unknown[]): Promise<any> {
  const Payload = Buffer.from(JSON.stringify({ do: what, with: args }));
  const answer = await lambda.send(new InvokeCommand({ FunctionName: "prober", Payload }));
  const text = Buffer.from(answer.Payload ?? "").toString();
  assert.equal(answer.FunctionError, undefined, text);
  return JSON.parse(text);
}

/** What connects is answered `host`. */
async function listenOnHost(host: string): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.end("host");
  });
  server.listen(0, host);
  await once(server, "listening");
  return { server, port: (server.address() as AddressInfo).port };
}

describe("the network of a function", () => {
  let squall: TestSquall;
  let lambda: LambdaClient;
  before(async () => {
    ({ squall, lambda } = await squallWith({ functionNetwork: "outside" }));
    await createProber(lambda);
  });
  after(() => squall.close());

  it("reaches Squall's endpoint with an unchanged SDK", async () => {
    assert.match(await probe(lambda, "identity"), /^arn:aws:sts::000000000000:assumed-role\//);
  });

  it("reaches nothing that listens on the host's loopback, nor at any other address of the host", async () => {
    const datagrams = createSocket("udp4").bind(0, "0.0.0.0");
    await once(datagrams, "listening");
    datagrams.on("message", (_text, { port, address }) => datagrams.send("host", port, address));
    const { server, port } = await listenOnHost("0.0.0.0");
    const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    const addresses = own.filter(({ family }) => family === "IPv4").map(({ address }) => address);
    try {
      for (const address of new Set([...addresses, "127.0.0.1", "127.0.0.53", "localhost", "0.0.0.0"])) {
        const found = await probe(lambda, "connect", address, port);
        assert.match(found, /^(ConnectionRefusedError|ConnectionResetError|BrokenPipeError|OSError|closed)$/, address);
      }
      for (const address of new Set([...addresses, "127.0.0.1"])) {
        const found = await probe(lambda, "datagram", address, datagrams.address().port);
        assert.notEqual(found, "host", address);
      }
    } finally {
      server.close();
      datagrams.close();
    }
  });

  it("reaches neither the cloud's metadata nor what else is link-local, and fails at once", async () => {
    const startedMs = performance.now();
    for (const address of [
      "169.254.169.254",
      "169.254.170.2",
      "fd00:ec2::254",
      "fe80::1",
      "::ffff:169.254.169.254",
      "64:ff9b::a9fe:a9fe",
      "::ffff:0:a9fe:a9fe",
    ]) {
      const found = await probe(lambda, "connect", address, 80);
      assert.match(found, /^(OSError|ConnectionResetError|ConnectionRefusedError|BrokenPipeError|closed)$/, address);
    }
    assert.ok(performance.now() - startedMs < 10_000);
  });

  it("has ports and loopback addresses of its own, while others have the same", async () => {
    const answers = await Promise.all(["one", "two"].map((mine) => probe(lambda, "listen", 8080, mine)));
    assert.deepEqual(answers, [Array(3).fill("one"), Array(3).fill("two")]);
  });

  it("does not reach abstract sockets of the host", async () => {
    const name = `squall-test-${process.pid}`;
    const server = createServer((socket) => socket.end("host")).listen(`\0${name}`);
    await once(server, "listening");
    try {
      assert.equal(await probe(lambda, "abstract", name), "ConnectionRefusedError");
    } finally {
      server.close();
    }
  });

  for (const path of ["/_squall/health", "/_squall/nothing", "/_squall/sign-in"]) {
    it(`finds Squall's own paths closed: ${path}`, async () => {
      assert.equal(await probe(lambda, "call", "GET", path), 403);
      assert.equal(await probe(lambda, "call", "POST", path, {}), 403);
    });
  }

  it("can neither reset the server nor move its clock, which its user can", async () => {
    assert.equal(await probe(lambda, "call", "POST", "/_squall/reset", {}), 403);
    assert.equal(await probe(lambda, "call", "POST", "/_squall/clock", { advanceMilliseconds: 1 }), 403);
    const body = JSON.stringify({ advanceMilliseconds: 1 });
    assert.equal((await fetch(`${squall.endpoint}/_squall/clock`, { method: "POST", body })).status, 200);
    assert.equal((await fetch(`${squall.endpoint}/_squall/health`)).status, 200);
  });

  it("finds what Squall has given it a link to", async () => {
    const { Code } = await lambda.send(new GetFunctionCommand({ FunctionName: "prober" }));
    const { pathname, search } = new URL(Code?.Location ?? "");
    assert.match(pathname, /^\/_squall\//);
    assert.ok((await probe(lambda, "fetch", pathname + search)) > 500);
  });

  describe("outside", { skip: isRoot ? false : "it takes root to make a network that is outside" }, () => {
    const name = `squall-${process.pid}`;
    const ip = (...words: string[]) => execFileSync("ip", words);
    let program: ChildProcess;
    before(async () => {
      ip("netns", "add", name);
      ip("link", "add", "sqtest0", "type", "veth", "peer", "name", "sqtest1", "netns", name);
      ip("addr", "add", `${near}/30`, "dev", "sqtest0");
      ip("link", "set", "sqtest0", "up");
      ip("-n", name, "addr", "add", `${far}/30`, "dev", "sqtest1");
      ip("-n", name, "link", "set", "sqtest1", "up");
      program = spawn("ip", ["netns", "exec", name, "python3", "-c", outsideProgram, far], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      await once(program.stdout!, "data");
    });
    after(() => {
      program.kill();
      ip("link", "del", "sqtest0");
      ip("netns", "del", name);
    });

    it("is reached by connections and by datagrams", async () => {
      assert.equal(await probe(lambda, "connect", far, 7777), "outside: hello");
      for (let count = 0; count < 3; count += 1)
        assert.equal(await probe(lambda, "datagram", far, 7777, `${count}`), `outside: ${count}`);
    });

    it("sends as much as is asked for", async () => {
      assert.equal(await probe(lambda, "download", far, 7777, 50_000_000), 50_000_000);
    });

    it("refuses as an end of the connection", async () => {
      assert.match(await probe(lambda, "connect", far, 7778), /^(ConnectionResetError|BrokenPipeError|closed)$/);
    });

    it("is this machine no part of, at whichever address", async () => {
      const { server, port } = await listenOnHost(near);
      assert.match(await probe(lambda, "connect", near, port), /^(ConnectionResetError|BrokenPipeError|closed)$/);
      server.close();
    });

    it("is not reached with --function-network squall, where Squall still is", async () => {
      const { squall: alone, lambda: its } = await squallWith({ functionNetwork: "squall" });
      try {
        await createProber(its);
        assert.equal(await probe(its, "connect", far, 7777), "OSError");
        assert.equal(await probe(its, "datagram", far, 7777), "OSError");
        assert.match(await probe(its, "identity"), /assumed-role/);
        assert.equal(await probe(its, "call", "GET", "/_squall/health"), 403);
      } finally {
        await alone.close();
      }
    });

    it("is reached with --function-network host, and so is the host; its own paths are closed there, too", async () => {
      const { squall: shared, lambda: its } = await squallWith({ functionNetwork: "host" });
      const { server, port } = await listenOnHost("127.0.0.1");
      try {
        await createProber(its);
        assert.equal(await probe(its, "connect", far, 7777), "outside: hello");
        assert.equal(await probe(its, "connect", "127.0.0.1", port), "host");
        assert.equal(await probe(its, "call", "POST", "/_squall/clock", { advanceMilliseconds: 1 }), 403);
        assert.equal((await fetch(`${shared.endpoint}/_squall/health`)).status, 200);
      } finally {
        server.close();
        await shared.close();
      }
    });
  });
});

describe("names", { skip: isRoot ? false : "it takes root to name the host other resolvers" }, () => {
  it("are asked of the host's resolvers, wherever those are", async () => {
    const resolver = "127.9.9.9";
    const folder = mkdtempSync(join(tmpdir(), "squall-names-"));
    const file = join(folder, "resolv.conf");
    // The first is not there: the second is asked when the question is repeated.
    writeFileSync(file, `nameserver 127.9.9.8\nnameserver ${resolver}\noptions timeout:1\n`);
    const asked = createSocket("udp4");
    asked.on("message", (question, { port, address }) => asked.send(toAnswer(question), port, address));
    asked.bind(53, resolver);
    await once(asked, "listening");
    const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
    const node = [
      process.execPath,
      "--disable-warning=ExperimentalWarning",
      main,
      "start",
      "--port",
      "0",
      "--ephemeral",
    ];
    const script = `mount --bind ${file} /etc/resolv.conf && exec "$@"`;
    const child = spawn("unshare", ["-m", "sh", "-c", script, "sh", ...node], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      const endpoint = await endpointOf(child);
      const its = new LambdaClient(clientOptions(endpoint));
      await createProber(its);
      assert.equal(await probe(its, "names", "squall.example"), "198.18.5.5");
    } finally {
      child.kill("SIGTERM");
      asked.close();
      rmSync(folder, { recursive: true });
    }
  });
});

describe("where the kernel gives no network", { skip: skipWithout("unshare", "-Ur", "true") }, () => {
  // A user namespace in which there may be none.
  const without = ["-Ur", "-m", "-p", "-f", "--mount-proc", "--kill-child=SIGTERM", "sh", "-c"];
  const script = 'echo 0 > /proc/sys/user/max_net_namespaces && exec "$@"';
  const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
  const node = [process.execPath, "--disable-warning=ExperimentalWarning", main];

  it("`squall doctor` says what is missing", () => {
    const words = [...without, script, "sh", ...node, "doctor", "--endpoint", "http://127.0.0.1:1"];
    const said = execFileSync("unshare", words, { encoding: "utf8" });
    assert.match(said, /^network {7}the host's, shared by all functions$/m);
    assert.match(said, /no network namespace can be made here \(.+\)/);
  });

  it("a function's log says so once, and Squall's own paths are closed all the same", async () => {
    const words = [...without, script, "sh", ...node, "start", "--port", "0", "--ephemeral", "--log", "error"];
    const child = spawn("unshare", words, { stdio: ["ignore", "pipe", "inherit"] });
    try {
      const endpoint = await endpointOf(child);
      const its = new LambdaClient(clientOptions(endpoint));
      await createProber(its);
      for (let count = 0; count < 2; count += 1) assert.equal(await probe(its, "call", "GET", "/_squall/health"), 403);
      assert.equal((await fetch(`${endpoint}/_squall/health`)).status, 200);
      const logs = new CloudWatchLogsClient(clientOptions(endpoint));
      const notes = await eventually(async () => {
        const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: "/aws/lambda/prober" }));
        const messages = (events ?? []).map(({ message }) => message ?? "");
        if (messages.filter((message) => message.startsWith("REPORT")).length < 2) return undefined;
        return messages.filter((message) => message.includes("the host's network"));
      }, "the function's log");
      assert.equal(notes.length, 1, notes.join(""));
    } finally {
      // `unshare` waits for its child whatever comes; its own end is what ends that.
      child.kill("SIGKILL");
    }
  });
});

/** That every name is 198.18.5.5. */
function toAnswer(question: Buffer): Buffer {
  const head = Buffer.from([question[0]!, question[1]!, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0]);
  const end = question.indexOf(0, 12) + 5;
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 198, 18, 5, 5]);
  return Buffer.concat([head, question.subarray(12, end), record]);
}

async function endpointOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface(child.stdout!)) {
    const found = /ready at (http:\S+)/.exec(line)?.[1];
    if (found) return found;
  }
  throw new Error("Squall ended before it was ready");
}
