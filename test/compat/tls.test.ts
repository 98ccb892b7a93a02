import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, type RequestOptions, request } from "node:https";
import { connect as connectPlain } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { connect, type DetailedPeerCertificate, type TLSSocket } from "node:tls";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { openCertificateAuthority } from "../../src/gateway/tls/certificate-authority.ts";
import { createSystemClock } from "../../src/platform/clock.ts";
import { createSystemRandom } from "../../src/platform/random.ts";
import { createUrl } from "../support/function-urls.ts";
import { missing } from "../support/missing.ts";
import { clientEnvironment, clientOptions, runProgram, startSquall, type TestSquall } from "../support/squall.ts";

describe("https on the port of everything else", () => {
  const directory = mkdtempSync(join(tmpdir(), "squall-tls-"));
  const cacheDir = join(directory, "cache");
  const bundle = join(directory, "squall.pem");
  let squall: TestSquall;
  let port: number;
  let ca: string;
  let endpoint: string;

  before(async () => {
    squall = await startSquall({ cacheDir, allowedHosts: ["cloud.example"] });
    port = Number(new URL(squall.endpoint).port);
    endpoint = `https://localhost:${port}`;
    ca = await (await fetch(`${squall.endpoint}/_squall/ca`)).text();
    writeFileSync(bundle, ca);
  });
  after(async () => {
    await squall?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  /** The certificate that is shown to who asks for a name, or an address; rejects if it is not for it, or not of whom is trusted. */
  async function shown(servername: string | undefined, to = port): Promise<DetailedPeerCertificate> {
    const socket: TLSSocket = connect({
      port: to,
      host: "127.0.0.1",
      ca,
      ...(servername !== undefined && { servername }),
    });
    try {
      await new Promise<void>((resolve, reject) => socket.once("secureConnect", resolve).once("error", reject));
      return socket.getPeerCertificate(true);
    } finally {
      socket.destroy();
    }
  }

  it("has a certificate for every name by which it is asked", async () => {
    const names = [
      "localhost",
      "localhost.localstack.cloud",
      "b.s3.us-east-1.localhost",
      "x.execute-api.localhost.localstack.cloud",
    ];
    for (const name of [...names, "cloud.example", "b.s3.cloud.example", "s3.us-east-1.amazonaws.com"]) {
      assert.equal((await shown(name)).subject.CN, name);
    }
    const ofAddress = await shown(undefined);
    assert.match(ofAddress.subjectaltname ?? "", /IP Address:127\.0\.0\.1/);
    assert.match(ofAddress.subjectaltname ?? "", /DNS:localhost/);
  });

  it("has none for the names of others", async () => {
    for (const name of ["cloud.example.com", "notcloud.example", "example.org", `${"a".repeat(70)}.example`]) {
      await assert.rejects(shown(name), { code: "ERR_TLS_CERT_ALTNAME_INVALID" }, name);
    }
  });

  it("is the same authority at the next start, and no other server's", async () => {
    await using next = await startSquall({ cacheDir });
    assert.equal(await (await fetch(`${next.endpoint}/_squall/ca`)).text(), ca);
    await using other = await startSquall({ cacheDir: join(directory, "other") });
    await assert.rejects(shown("localhost", Number(new URL(other.endpoint).port)), /self-signed|unable to verify/);
  });

  it("serves the SDK, small and large, signed and with checksums", async () => {
    const requestHandler = new NodeHttpHandler({ httpsAgent: new Agent({ ca }) });
    const s3 = new S3Client({ ...clientOptions(endpoint), forcePathStyle: true, requestHandler });
    await s3.send(new CreateBucketCommand({ Bucket: "secured" }));
    for (const [Key, Body] of [
      ["small", Buffer.from("text")],
      ["large", Buffer.alloc(5_000_000, "squall")],
    ] as const) {
      await s3.send(new PutObjectCommand({ Bucket: "secured", Key, Body }));
      const answer = await s3.send(new GetObjectCommand({ Bucket: "secured", Key }));
      assert.deepEqual(Buffer.from((await answer.Body?.transformToByteArray()) ?? []), Body);
    }
    s3.destroy();
  });

  it("serves boto3, which is told by AWS_CA_BUNDLE whom to trust", {
    skip: missing("python3", ["-c", "import boto3"]),
  }, async () => {
    const program = `
import boto3
s3 = boto3.client("s3")
s3.create_bucket(Bucket="from-python")
s3.put_object(Bucket="from-python", Key="k", Body=b"x" * 100000)
url = s3.generate_presigned_url("get_object", Params={"Bucket": "from-python", "Key": "k"})
print(url.split(":")[0], s3.get_object(Bucket="from-python", Key="k")["ContentLength"])
`;
    const env = { ...clientEnvironment(endpoint), AWS_CA_BUNDLE: bundle };
    const { code, stdout, stderr } = await runProgram("python3", ["-c", program], { env });
    assert.equal(code, 0, stderr);
    assert.equal(stdout, "https 100000\n");
  });

  it("tells functions and clients that it was https", async () => {
    const source = "def handler(event, context):\n    return event['headers']\n";
    const url = new URL(await createUrl(squall.client(LambdaClient), "told", { runtime: "python3.11", source }));
    const headers = JSON.parse(
      await ask({ servername: url.hostname, path: "/", headers: { host: url.host } }),
    ) as Record<string, string>;
    assert.equal(headers["x-forwarded-proto"], "https");
    assert.equal(headers["x-forwarded-port"], String(port));
  });

  function ask(options: RequestOptions): Promise<string> {
    return new Promise((resolve, reject) => {
      request({ host: "127.0.0.1", port, ca, ...options }, (answer) => resolve(text(answer)))
        .on("error", reject)
        .end();
    });
  }

  it("is not ended or held by what is no handshake", async () => {
    const pieces = [
      Buffer.from([0x16]),
      Buffer.from([0x16, 3, 1, 0xff, 0xff]),
      Buffer.concat([Buffer.from([0x16, 3, 1, 2, 0]), Buffer.alloc(1_000, 0x41)]),
      Buffer.from("\x16\x03\x01GET / HTTP/1.1\r\n\r\n", "latin1"),
    ];
    const sockets = pieces.flatMap((piece) =>
      Array.from({ length: 20 }, () => {
        const socket = connectPlain(port, "127.0.0.1", () => socket.write(piece));
        return socket.on("error", () => {});
      }),
    );
    assert.equal((await fetch(`${squall.endpoint}/_squall/health`)).status, 200);
    assert.equal((await shown("localhost")).subject.CN, "localhost");
    for (const socket of sockets) socket.destroy();
  });

  it("stops at once, whoever is in a handshake", async () => {
    const stopping = await startSquall({ cacheDir });
    const socket = connectPlain(Number(new URL(stopping.endpoint).port), "127.0.0.1", () =>
      socket.write(Buffer.from([0x16, 3, 1, 0xff, 0xff])),
    );
    socket.on("error", () => {});
    await new Promise((resolve) => socket.once("connect", resolve));
    assert.equal((await fetch(`${stopping.endpoint}/_squall/health`)).status, 200);
    const begunMs = performance.now();
    await stopping.close();
    assert.ok(performance.now() - begunMs < 10_000, "it waited for the handshake");
  });

  it("shows a certificate of the user's own for its names, and its own authority's for the others", async () => {
    const parts = {
      clock: createSystemClock(),
      random: createSystemRandom(),
      secret: async (_name: string, made: Uint8Array) => Buffer.from(made),
    };
    const theirs = await openCertificateAuthority({ ...parts, cacheDir: join(directory, "theirs") });
    const { certificate, key } = await theirs.issue(["cloud.example"]);
    const [certificateFile, keyFile] = [join(directory, "own.pem"), join(directory, "own.key")];
    writeFileSync(certificateFile, certificate);
    writeFileSync(keyFile, key);
    await using own = await startSquall({
      cacheDir,
      allowedHosts: ["cloud.example"],
      tls: { certificateFile, keyFile },
    });
    const to = Number(new URL(own.endpoint).port);
    assert.equal((await shown("localhost", to)).subject.CN, "localhost");
    await assert.rejects(shown("cloud.example", to), /self-signed|unable to verify/);
    await assert.rejects(
      startSquall({ tls: { certificateFile: keyFile, keyFile } }),
      /--tls-certificate and --tls-key cannot be used/,
    );
    await assert.rejects(
      startSquall({ tls: { certificateFile: "/nowhere", keyFile } }),
      /--tls-certificate cannot be read/,
    );
  });
});
