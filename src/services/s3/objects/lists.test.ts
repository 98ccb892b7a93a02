import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { pictures as b, openS3Test } from "../../../../test/support/s3.ts";
import { createManualClock } from "../../../platform/clock.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import { openSqlite } from "../../../storage/sqlite/sqlite.ts";
import { objectMigrations, objectStore } from "./object-store.ts";
import type { StoredObject } from "./stored-object.ts";

async function openS3(context: TestContext, keys: readonly string[]) {
  const harness = await openS3Test(context);
  await Promise.all(keys.map((Key) => harness.call("s3", "PutObject", { ...b, Key })));
  const list = async (input: object) => shape(await harness.call("s3", "ListObjectsV2", { ...b, ...input }));
  const list1 = async (input: object) => shape(await harness.call("s3", "ListObjects", { ...b, ...input }));
  return { ...harness, list, list1 };
}

interface ListAnswer {
  readonly Contents?: { Key?: string }[];
  readonly CommonPrefixes?: { Prefix?: string }[];
  readonly IsTruncated?: boolean;
  readonly NextContinuationToken?: string;
  readonly NextMarker?: string;
}

function shape(answer: ListAnswer) {
  return {
    keys: answer.Contents?.map(({ Key }) => Key),
    prefixes: answer.CommonPrefixes?.map(({ Prefix }) => Prefix),
    truncated: answer.IsTruncated,
    next: answer.NextContinuationToken ?? answer.NextMarker,
  };
}

/** All pages of a list, joined. */
async function pages(list: (input: object) => Promise<ReturnType<typeof shape>>, input: object, size: number) {
  const keys: (string | undefined)[] = [];
  const prefixes: (string | undefined)[] = [];
  let token: string | undefined;
  do {
    const page = await list({ ...input, MaxKeys: size, ContinuationToken: token });
    assert.ok((page.keys?.length ?? 0) + (page.prefixes?.length ?? 0) <= size);
    keys.push(...(page.keys ?? []));
    prefixes.push(...(page.prefixes ?? []));
    assert.equal(page.truncated, page.next !== undefined);
    token = page.next;
  } while (token !== undefined);
  return { keys, prefixes };
}

const tree = ["a", "a/1", "a/2/x", "a/3", "b/1", "b/2", "c", "c/", "d//e"];

test("keys are in the order of their UTF-8 bytes", async (context) => {
  // In UTF-16, which JavaScript compares by, the last two are the other way round.
  const keys = ["A", "a", "a b", "ä", "\u{ffee}", "\u{1f600}"];
  const { list } = await openS3(context, keys.toReversed());
  assert.deepEqual((await list({})).keys, keys);
  assert.deepEqual((await pages(list, {}, 1)).keys, keys);
});

test("ListObjectsV2 by prefix and delimiter", async (context) => {
  const { list } = await openS3(context, tree);
  assert.deepEqual(await list({ Delimiter: "/" }), {
    keys: ["a", "c"],
    prefixes: ["a/", "b/", "c/", "d/"],
    truncated: false,
    next: undefined,
  });
  const inA = await list({ Delimiter: "/", Prefix: "a/" });
  assert.deepEqual([inA.keys, inA.prefixes], [["a/1", "a/3"], ["a/2/"]]);
  assert.deepEqual((await list({ Prefix: "b" })).keys, ["b/1", "b/2"]);
  assert.deepEqual((await list({ Prefix: "nothing" })).keys, []);
  const inC = await list({ Delimiter: "/", Prefix: "c/" });
  assert.deepEqual([inC.keys, inC.prefixes], [["c/"], []]);
  assert.deepEqual((await list({ Delimiter: "/", Prefix: "d/" })).prefixes, ["d//"]);
  assert.deepEqual((await list({ Delimiter: "1" })).prefixes, ["a/1", "b/1"]);
});

test("every page size gives the same list", async (context) => {
  const { list } = await openS3(context, tree);
  for (const input of [{}, { Delimiter: "/" }, { Delimiter: "/", Prefix: "a/" }, { Prefix: "a" }, { Delimiter: "2" }]) {
    const whole = await list(input);
    for (const size of [1, 2, 3, 5, 100]) {
      const paged = await pages(list, input, size);
      assert.deepEqual(paged, { keys: whole.keys, prefixes: whole.prefixes }, JSON.stringify({ input, size }));
    }
  }
});

test("a folder of many objects is one look, not many", async (context) => {
  const keys = Array.from({ length: 2_500 }, (_, index) => `big/${String(index).padStart(5, "0")}`);
  const { list } = await openS3(context, [...keys, "after"]);
  const page = await list({ Delimiter: "/" });
  assert.deepEqual([page.keys, page.prefixes], [["after"], ["big/"]]);
  const all = await pages(list, { Prefix: "big/" }, 1_000);
  assert.deepEqual(all.keys, keys);
});

test("a page that goes on by a token does not tell where the first began", async (context) => {
  const { call } = await openS3Test(context);
  for (const Key of ["a", "b", "c"]) await call("s3", "PutObject", { ...b, Key, Body: "x" });
  const first = await call("s3", "ListObjectsV2", { ...b, StartAfter: "a", MaxKeys: 1 });
  const next = { ContinuationToken: first.NextContinuationToken, StartAfter: "a" };
  const second = await call("s3", "ListObjectsV2", { ...b, ...next });
  assert.deepEqual([first.StartAfter, second.StartAfter, second.Contents?.[0]?.Key], ["a", undefined, "c"]);
});

test("StartAfter, and markers within a common prefix that has been shown", async (context) => {
  const { list, list1 } = await openS3(context, tree);
  assert.deepEqual((await list({ StartAfter: "a/3" })).keys, ["b/1", "b/2", "c", "c/", "d//e"]);
  const after = await list({ StartAfter: "b/1", Delimiter: "/" });
  assert.deepEqual([after.keys, after.prefixes], [["c"], ["c/", "d/"]]);
  assert.deepEqual((await list({ StartAfter: "zzz" })).keys, []);
  assert.deepEqual((await list({ StartAfter: "a", Prefix: "b/" })).keys, ["b/1", "b/2"]);
  assert.deepEqual((await list1({ Marker: "b/", Delimiter: "/" })).prefixes, ["c/", "d/"]);
  assert.deepEqual((await list1({ Marker: "b/2" })).keys, ["c", "c/", "d//e"]);
});

test("ListObjects pages by markers, which it names only with a delimiter", async (context) => {
  const { list1 } = await openS3(context, tree);
  const first = await list1({ MaxKeys: 3 });
  assert.deepEqual(first, { keys: ["a", "a/1", "a/2/x"], prefixes: [], truncated: true, next: undefined });
  const folders = await list1({ MaxKeys: 2, Delimiter: "/" });
  assert.deepEqual(folders, { keys: ["a"], prefixes: ["a/"], truncated: true, next: "a/" });
  const rest = await list1({ Marker: folders.next, Delimiter: "/" });
  assert.deepEqual(rest.prefixes, ["b/", "c/", "d/"]);
});

test("an answer's facts", async (context) => {
  const { call } = await openS3(context, ["a b&c/é", "x"]);
  const answer = await call("s3", "ListObjectsV2", {
    ...b,
    EncodingType: "url",
    Prefix: "a b",
    StartAfter: "a",
    FetchOwner: true,
  });
  assert.deepEqual(
    [answer.Prefix, answer.StartAfter, answer.KeyCount, answer.MaxKeys, answer.Name],
    ["a+b", "a", 1, 1000, "pictures"],
  );
  const [object] = answer.Contents ?? [];
  assert.equal(object?.Key, "a+b%26c/%C3%A9");
  assert.deepEqual([object?.Size, object?.StorageClass, object?.ChecksumAlgorithm], [0, "STANDARD", ["CRC64NVME"]]);
  assert.match(object?.Owner?.ID ?? "", /^[0-9a-f]{64}$/);
  const plain = await call("s3", "ListObjectsV2", b);
  assert.equal(plain.Contents?.[0]?.Owner, undefined);
  assert.equal((await call("s3", "ListObjectsV2", { ...b, MaxKeys: 0 })).IsTruncated, false);
  assert.equal((await call("s3", "ListObjectsV2", { ...b, MaxKeys: 5_000 })).MaxKeys, 1_000);
  await assert.rejects(call("s3", "ListObjectsV2", { ...b, MaxKeys: -1 }), { name: "InvalidArgument" });
  await assert.rejects(call("s3", "ListObjectsV2", { ...b, ContinuationToken: "x" }), {
    name: "InvalidArgument",
    message: "The continuation token provided is incorrect",
  });
  await assert.rejects(call("s3", "ListObjects", { ...b, EncodingType: "latin" as never }), {
    name: "InvalidArgument",
  });
});

test("no statement of a list reads the delete markers before what it shows, or a key's versions before the page", async () => {
  const database = await openSqlite({ file: ":memory:", clock: createManualClock() });
  await database.migrate([{ name: "s3", migrations: objectMigrations }]);
  const bucket = database.partition({ account: "1", region: "us-east-1", kind: "s3.bucket", name: "b/1" });
  const object = (key: string, sequence: number, isMarker: boolean): StoredObject => ({
    key,
    sequence,
    versionId: `v${sequence}`,
    isMarker,
    modifiedMs: 0,
    sizeBytes: 0,
    etag: "",
    storageClass: "STANDARD",
    checksum: undefined,
    headers: {},
    tags: {},
    content: [],
    body: undefined,
    isMultipart: false,
    attributes: {},
  });
  const rows = 30_000;
  for (let start = 0; start < rows; start += 5_000) {
    await bucket.write(async (tx) => {
      for (let index = start; index < start + 5_000; index++) {
        await objectStore.put(tx, object(`a${String(index).padStart(6, "0")}`, index, true));
        await objectStore.putFormer(tx, object("many", index, false));
      }
    });
  }
  await bucket.write((tx) => objectStore.put(tx, object("shown", rows, false)));
  const timed = async <T>(read: (tx: ReadTransaction) => Promise<T>): Promise<{ found: T; ms: number }> => {
    await bucket.read(read);
    const started = process.threadCpuUsage();
    const found = await bucket.read(read);
    const { user, system } = process.threadCpuUsage(started);
    return { found, ms: (user + system) / 1_000 };
  };
  const listed = await timed((tx) => objectStore.listFrom(tx, "", 10));
  assert.deepEqual(
    listed.found.map(({ key }) => key),
    ["shown"],
  );
  const versions = await timed((tx) => objectStore.listVersionsAfter(tx, "many", 10, 5));
  assert.deepEqual(
    versions.found.map(({ sequence }) => sequence),
    [9, 8, 7, 6, 5],
  );
  const contents = await timed((tx) =>
    objectStore.contentsAfter(tx, { key: "many", sequence: rows - 3, content: [] }, 5),
  );
  assert.equal(contents.found.length, 3);
  // To read thirty thousand rows takes tens of milliseconds.
  for (const { ms } of [listed, versions, contents]) assert.ok(ms < 10, `${ms} ms`);
  await database.close();
});
