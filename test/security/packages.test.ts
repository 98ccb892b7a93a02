import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import {
  CreateFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  LambdaClient,
  PublishLayerVersionCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { labRole } from "../support/lab.ts";
import { type RawEntry, rawZip } from "../support/raw-zip.ts";
import { startSquall } from "../support/squall.ts";

const squall = await startSquall();
const base = mkdtempSync(join(tmpdir(), "squall-packages-"));
after(async () => {
  await squall.close();
  rmSync(base, { recursive: true, force: true });
});
const lambda = squall.client(LambdaClient);
const s3 = squall.client(S3Client, { forcePathStyle: true });
await s3.send(new CreateBucketCommand({ Bucket: "packages" }));
const couldNot = "Could not unzip uploaded file. Please check your file, then try to upload again.";
const link = (name: string, content: string): RawEntry => ({ name, content, mode: 0o120777 });
const handler: RawEntry = { name: "app.py", content: "def handler(event, context):\n    return 'runs'\n" };

/** Everything below a directory, links not followed. */
function allBelow(directory: string, below = ""): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory()
        ? [`${below}${entry.name}/`, ...allBelow(join(directory, entry.name), `${below}${entry.name}/`)]
        : [below + entry.name],
    );
}

/** What uploads leave: unpacked code and blobs. */
function kept(): string[] {
  const unpacked = allBelow(squall.dataDir).filter((path) => path.startsWith("lambda-code/"));
  const blobs = allBelow(squall.dataDir).filter((path) => /^blobs\/.*[^/]$/.test(path));
  return [...unpacked, ...blobs];
}

function createFunction(FunctionName: string, ZipFile: Uint8Array, more = {}) {
  const Runtime = "python3.11";
  const input = { FunctionName, Runtime, Role: labRole, Handler: "app.handler", Code: { ZipFile }, ...more } as const;
  return lambda.send(new CreateFunctionCommand(input));
}

async function active(FunctionName: string, entries: readonly RawEntry[], more = {}): Promise<void> {
  await createFunction(FunctionName, rawZip(entries), more);
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { FunctionName });
}

async function invoke(FunctionName: string, event: object = {}) {
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));
  return JSON.parse(Buffer.from(Payload ?? []).toString());
}

await active("victim", [handler]);

const outside = join(base, "outside");
mkdirSync(outside);
const deep = "a/".repeat(12);
const attacks: Readonly<Record<string, readonly RawEntry[]>> = {
  "a link through links": [link("a", "."), link("a/a/a/x", "../../.."), { name: "x/file" }],
  "a link to a deep folder's top": [
    link(`${deep}b`, "../".repeat(12)),
    link("c", `${deep}b/../${"../".repeat(12)}`),
    { name: `c${outside}/file` },
  ],
  "a link to the host": [link("x", outside), { name: "x/file" }],
  "a file and then a link": [{ name: "x/file" }, link("x", outside)],
  "a name that climbs": [{ name: `../../../../../../..${outside}/file` }],
  "a name that climbs late": [{ name: `a/../../../../../..${outside}/file` }],
  "an absolute name": [{ name: `${outside}/file` }],
  "no name": [handler, { name: "" }],
  "the package's own name": [handler, { name: "." }],
  "a folder's name": [{ name: "d/x" }, { name: "d" }],
  "a device": [{ name: "null", mode: 0o020666 }],
  "a pipe": [{ name: "pipe", mode: 0o010666 }],
  "a NUL": [{ name: "a\0b" }],
  "a long name": [{ name: "n".repeat(300) }],
  "a wrong checksum": [{ ...handler, crc32: 7 }],
  "an encrypted file": [{ ...handler, flags: 1 }],
  "a small size that is a lie": [{ name: "bomb", content: Buffer.alloc(30_000_000), size: 10 }],
  "bytes of another": [
    { name: "a", content: "x".repeat(1_000) },
    { name: "b", localName: "a", sameAs: 0, content: "x".repeat(1_000) },
  ],
};

for (const [what, entries] of Object.entries(attacks)) {
  test(`${what} is refused everywhere and leaves nothing`, async () => {
    const before = kept();
    const zip = rawZip(entries);
    const refused = { name: "InvalidParameterValueException", message: couldNot };
    await assert.rejects(createFunction("attack", zip), refused);
    await assert.rejects(lambda.send(new UpdateFunctionCodeCommand({ FunctionName: "victim", ZipFile: zip })), refused);
    const dryRun = new UpdateFunctionCodeCommand({ FunctionName: "victim", ZipFile: zip, DryRun: true });
    await assert.rejects(lambda.send(dryRun), refused);
    const layer = new PublishLayerVersionCommand({ LayerName: "attack", Content: { ZipFile: zip } });
    await assert.rejects(lambda.send(layer), refused);
    assert.deepEqual(readdirSync(outside), []);
    assert.deepEqual(kept(), before);
    await assert.rejects(lambda.send(new GetFunctionCommand({ FunctionName: "attack" })), {
      name: "ResourceNotFoundException",
    });
    assert.equal(await invoke("victim"), "runs");
  });
}

test("a package from S3 is looked at in the same way", async () => {
  const Body = rawZip(attacks["a link through links"] ?? []);
  await s3.send(new PutObjectCommand({ Bucket: "packages", Key: "attack.zip", Body }));
  const Code = { S3Bucket: "packages", S3Key: "attack.zip" };
  await assert.rejects(createFunction("attack", Body, { Code }), { message: couldNot });
});

test("an upload that is refused for another reason leaves nothing, either", async () => {
  const before = kept();
  const large: RawEntry = { name: "large", content: Buffer.alloc(200_000_000) };
  const { LayerVersionArn = "" } = await lambda.send(
    new PublishLayerVersionCommand({ LayerName: "half", Content: { ZipFile: rawZip([large]) } }),
  );
  const withLayer = kept();
  assert.equal(withLayer.length, before.length + 1);
  await assert.rejects(
    createFunction("attack", rawZip([handler, { ...large, name: "other" }]), { Layers: [LayerVersionArn] }),
    {
      message: /^Function code combined with layers exceeds the maximum allowed size of 262144000 bytes/,
    },
  );
  assert.deepEqual(kept(), withLayer);
});

test("a zip without entries is refused as such", async () => {
  const refused = { name: "InvalidParameterValueException", message: "Uploaded file must be a non-empty zip" };
  await assert.rejects(createFunction("attack", rawZip([])), refused);
});

test("a hundred thousand files are refused at once", async () => {
  const many = Array.from({ length: 100_000 }, (_, n) => ({ name: `f${n}`, stored: true }));
  const zip = rawZip(many, { zip64: true });
  const before = performance.now();
  await assert.rejects(createFunction("attack", zip), { name: "InvalidParameterValueException" });
  assert.ok(performance.now() - before < 5_000, `${performance.now() - before} ms`);
});

test("the last link of a package leads where the environment has it, not where the host has it", async () => {
  writeFileSync(join(tmpdir(), "squall-packages-secret"), "the host's");
  const code =
    "import os\ndef handler(event, context):\n    open('/tmp/squall-packages-secret', 'a').close()\n" +
    "    return [open('secret').read(), os.readlink('secret'), open('name\\nbreak').read(), open('back\\\\slash').read()]\n";
  try {
    await active("links", [
      { ...handler, content: code },
      link("secret", "/tmp/squall-packages-secret"),
      { name: "name\nbreak", content: "n" },
      { name: "back\\slash", content: "b" },
    ]);
    assert.deepEqual(await invoke("links"), ["", "/tmp/squall-packages-secret", "n", "b"]);
  } finally {
    rmSync(join(tmpdir(), "squall-packages-secret"));
  }
});

test("a layer's folder of extensions that is a link shows nothing of the host", async () => {
  writeFileSync(join(outside, "of-the-host"), "");
  const relative = new PublishLayerVersionCommand({
    LayerName: "extending",
    Content: { ZipFile: rawZip([link("extensions", "/tmp"), link("lib", "/usr/lib")]) },
  });
  const { LayerVersionArn = "" } = await lambda.send(relative);
  await active("extended", [handler, { name: "lib", content: "no folder" }], { Layers: [LayerVersionArn] });
  assert.equal(await invoke("extended"), "runs");
  rmSync(join(outside, "of-the-host"));
});

test("permissions count as on AWS: others must be allowed to read and to execute", async () => {
  const read =
    "def handler(event, context):\n    try:\n        return open(event['name']).read()\n    except PermissionError:\n        return 'denied'\n";
  await active("modes", [
    { ...handler, content: read },
    { name: "closed", content: "x", mode: 0o100600 },
    { name: "open", content: "x", mode: 0o104644 },
  ]);
  assert.deepEqual(
    [await invoke("modes", { name: "closed" }), await invoke("modes", { name: "open" })],
    ["denied", "x"],
  );
  const bootstrap = { name: "bootstrap", content: "#!/bin/sh\nexit 3\n" };
  const custom = { Runtime: "provided.al2023", Handler: "x" };
  await active("closed-bootstrap", [{ ...bootstrap, mode: 0o100744 }], custom);
  assert.deepEqual((await invoke("closed-bootstrap")).errorType, "Runtime.InvalidEntrypoint");
  await active("open-bootstrap", [{ ...bootstrap, mode: 0o100755 }], custom);
  assert.deepEqual((await invoke("open-bootstrap")).errorType, "Runtime.ExitError");
});
