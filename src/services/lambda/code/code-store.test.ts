import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openLambda, wholeFile } from "../../../../test/support/lambda.ts";
import { zip } from "../../../../test/support/zip.ts";
import { UnreachableStorageError } from "../../../storage/unreachable-storage-error.ts";
import type { FunctionRecord } from "../functions/function.ts";

const { create, invoke, lambda, settled, state, table } = await openLambda(wholeFile);
const { code: store } = state;
const upload = (text: string) => ({ zip: zip({ "app.py": text }), direct: true });
const refused = async () => {
  throw new Error("refused");
};

function unpacked(): string[] {
  return readdirSync(join(table.host.config.dataDir, "lambda-code"));
}

async function blobs(): Promise<number> {
  let count = 0;
  for await (const _name of table.host.blobs.list(-1)) count += 1;
  return count;
}

await create("first", "def handler(event, context):\n    return 1\n");

test("of uploads with the same content the last that is refused takes it along", async () => {
  const before = [unpacked(), await blobs()];
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => store.take(upload("same"), refused)));
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ["rejected", "rejected", "rejected"],
  );
  assert.deepEqual([unpacked(), await blobs()], before);
});

test("a refused upload takes nothing from one that was accepted", async () => {
  const held = Promise.withResolvers<void>();
  const taken = store.take(upload("shared"), async (code) => code);
  const late = store.take(upload("shared"), async () => {
    await held.promise;
    return refused();
  });
  const code = await taken;
  held.resolve();
  await assert.rejects(late, { message: "refused" });
  const record = { code, configuration: { layers: [] } } as unknown as FunctionRecord;
  const { codeDir } = await store.directories(record);
  assert.deepEqual(readdirSync(codeDir), ["app.py"]);
  await assert.rejects(store.take(upload("shared"), refused), { message: "refused" });
  assert.deepEqual(readdirSync(codeDir), ["app.py"]);
  await store.remove(code);
});

test("an upload of code that another function runs is refused without harm to that", async () => {
  const { zip: ZipFile } = upload("def handler(event, context):\n    return 1\n");
  const before = [unpacked(), await blobs()];
  await assert.rejects(lambda("CreateFunction", { FunctionName: "first", Code: { ZipFile } } as never));
  await lambda("UpdateFunctionCode", { FunctionName: "first", ZipFile, DryRun: true });
  assert.deepEqual([unpacked(), await blobs()], before);
  assert.equal((await invoke("first")).payload, 1);
});

test("after an update the former zip is gone", async () => {
  const before = await blobs();
  await lambda("UpdateFunctionCode", {
    FunctionName: "first",
    ZipFile: zip({ "app.py": "def handler(e, c):\n    return 2\n" }),
  });
  await settled("first");
  assert.deepEqual([await blobs(), (await invoke("first")).payload], [before, 2]);
});

test("the zip of an upload stays if nobody knows whether its function was stored", async () => {
  const before = await blobs();
  const lost = async () => {
    throw new UnreachableStorageError();
  };
  await assert.rejects(store.take(upload("perhaps"), lost), { code: "ServiceUnavailable" });
  assert.equal(await blobs(), before + 1);
});

test("a sweep leaves the code of a function that is made while it lists what there is", async () => {
  await state.codeSweeper.sweep();
  const before = unpacked();
  const old = await store.take(upload("swept before"), async (code) => code);
  const recordOf = (code: typeof old) => ({ code, configuration: { layers: [] } }) as unknown as FunctionRecord;
  let made = old;
  await store.sweep(async () => {
    const records = [...state.fleets.records()];
    made = await store.take(upload("made meanwhile"), async (code) => code);
    await store.directories(recordOf(made));
    return records;
  });
  assert.equal(unpacked().length, before.length + 1, "what nobody has goes");
  const { codeDir } = await store.directories(recordOf(made));
  assert.deepEqual([unpacked().length, readdirSync(codeDir)], [before.length + 1, ["app.py"]]);
  await Promise.all([old, made].map((code) => store.remove(code)));
});

test("who asks for code that a sweep removes has all of it", async () => {
  const files = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`${index}.py`, "x"]));
  const code = await store.take({ zip: zip(files), direct: true }, async (code) => code);
  const record = { code, configuration: { layers: [] } } as unknown as FunctionRecord;
  const { codeDir } = await store.directories(record);
  const swept = store.sweep(async () => state.fleets.records());
  while (existsSync(codeDir) && readdirSync(codeDir).length === 300) await new Promise(setImmediate);
  await store.directories(record);
  await swept;
  assert.equal(readdirSync(codeDir).length, 300);
  await store.remove(code);
});
