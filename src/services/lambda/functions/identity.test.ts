import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { openLambda, pythonFunction, wholeFile } from "../../../../test/support/lambda.ts";
import { zip } from "../../../../test/support/zip.ts";
import { sql } from "../../../storage/statement.ts";
import type { SurfaceRequest } from "../../surface.ts";
import { toPartitionKey } from "../invocation/events/event-queues.ts";
import { eventStore } from "../invocation/events/event-store.ts";
import { isThereStill, sentToOf } from "../invocation/events/sent-to.ts";
import { startLambda } from "../state.ts";
import { versionStore } from "../versions/version-store.ts";
import { qualifiedKey } from "./function.ts";
import { functionPartition, functionStore } from "./function-store.ts";

const squall = await openLambda(wholeFile);
const { create, invoke, lambda, state, settled, table } = squall;
const { storage } = table.host;
const at = { account: "000000000000", region: "us-east-1" };
const start = { dueMs: -1, id: "" };
const saying = (text: string) =>
  `def handler(event, context):\n    print('ran', '${text}', event)\n    return '${text}'\n`;

async function known(name: string) {
  return state.functions.require({ ...at, name, qualifier: undefined });
}

function send(FunctionName: string, event: unknown) {
  const Payload = Buffer.from(JSON.stringify(event));
  return lambda("Invoke", { FunctionName, InvocationType: "Event", Payload } as never);
}

async function storedEvents(name: string) {
  const key = toPartitionKey((await known(name)).family.latest);
  return storage.partition(key).read((tx) => eventStore.list(tx, { dueMs: -1, id: "" }, 100));
}

/** Holds a deletion after its commit, where it has the function's environments, events and counts still to remove. */
async function deleteHalf(FunctionName: string): Promise<() => Promise<void>> {
  const { fleets } = state;
  const remove = fleets.remove.bind(fleets);
  const held = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  fleets.remove = async (record) => {
    fleets.remove = remove;
    reached.resolve();
    await held.promise;
    return remove(record);
  };
  const deleting = lambda("DeleteFunction", { FunctionName });
  await reached.promise;
  return async () => {
    held.resolve();
    await deleting;
  };
}

test("a function made anew during a delete keeps its events, its environments and its concurrency", async () => {
  await create("again", saying("old"));
  const free = await squall.hold("again");
  await send("again", { of: "old" });
  await eventually(async () => (await storedEvents("again")).length || undefined, "the old event");
  const oldKey = toPartitionKey((await known("again")).family.latest);
  const finish = await deleteHalf("again");
  await create("again", saying("new"));
  await free();
  await lambda("PutFunctionConcurrency", { FunctionName: "again", ReservedConcurrentExecutions: 1 });
  await lambda("PublishVersion", { FunctionName: "again" });
  assert.equal((await invoke("again")).payload, "new");
  const { family } = await known("again");
  const fleet = [...state.fleets.records()].find(({ id }) => id === family.latest.id);
  assert.ok(fleet);
  // Its one place is taken: what comes meanwhile waits in the database.
  const freeAgain = await squall.hold("again");
  await send("again", { of: "new" });
  await eventually(async () => (await storedEvents("again")).length || undefined, "the new event");
  await finish();
  assert.equal((await storedEvents("again")).length, 1);
  assert.ok([...state.fleets.records()].includes(fleet));
  assert.deepEqual(await storage.partition(oldKey).read((tx) => eventStore.list(tx, { dueMs: -1, id: "" }, 100)), []);
  await freeAgain();
  const ran = (await squall.log("again", 2)).filter((line) => line.startsWith("ran "));
  assert.deepEqual(ran.map((line) => line.trim()).sort(), ["ran new {'of': 'new'}", "ran new {}"]);
});

test("the URL of a deleted function is not one of the next, even before its deletion is done", async () => {
  const idOf = (url = "") => new URL(url).hostname.split(".")[0] ?? "";
  await create("addressed", saying("old"));
  const former = await lambda("CreateFunctionUrlConfig", { FunctionName: "addressed", AuthType: "NONE" });
  const finish = await deleteHalf("addressed");
  await create("addressed", saying("new"));
  const next = await lambda("CreateFunctionUrlConfig", { FunctionName: "addressed", AuthType: "NONE" });
  assert.notEqual(idOf(former.FunctionUrl), idOf(next.FunctionUrl));
  const answer = await state.urls.answer(idOf(former.FunctionUrl), { requestId: "r" } as SurfaceRequest);
  assert.equal(answer.status, 403);
  await finish();
  assert.equal(await state.urlIndex.find(idOf(former.FunctionUrl)), undefined);
  assert.equal((await state.urlIndex.find(idOf(next.FunctionUrl)))?.name, "addressed");
});

test("what comes late of an alias's deletion leaves the next one's provisioned environments", async () => {
  const FunctionName = "provided";
  await lambda("CreateFunction", { ...pythonFunction(FunctionName, saying("x")), Publish: true });
  await settled(FunctionName);
  const alias = { FunctionName, Name: "live", FunctionVersion: "1" };
  await lambda("CreateAlias", alias);
  await lambda("DeleteAlias", alias);
  await lambda("CreateAlias", alias);
  const config = { FunctionName, Qualifier: "live" };
  await lambda("PutProvisionedConcurrencyConfig", { ...config, ProvisionedConcurrentExecutions: 1 });
  const ready = () =>
    eventually(async () => {
      const { Status } = await lambda("GetProvisionedConcurrencyConfig", config);
      return Status === "READY" || undefined;
    }, "a provisioned environment");
  await ready();
  const { latest } = (await known(FunctionName)).family;
  const fleet = state.fleets.provisioned(qualifiedKey(latest, "live"), "1");
  await state.provisioning.align(latest, "live");
  assert.ok(fleet);
  assert.equal(state.fleets.provisioned(qualifiedKey(latest, "live"), "1"), fleet);
  await ready();
  await lambda("DeleteAlias", alias);
  assert.equal(state.fleets.provisioned(qualifiedKey(latest, "live"), "1"), undefined);
});

test("who develops a function hears that it has been deleted", async () => {
  await create("developed", saying("x"));
  const { latest } = (await known("developed")).family;
  const ended = Promise.withResolvers<string>();
  state.developed.set(latest, { directory: "/tmp", debugPort: undefined, end: ended.resolve });
  await lambda("DeleteFunction", { FunctionName: "developed" });
  assert.equal(await ended.promise, "The function has been deleted.");
  await create("developed", saying("anew"));
  assert.equal(state.developed.of((await known("developed")).family.latest), undefined);
});

test("a function made anew has nothing of what the former one had", async () => {
  const FunctionName = "twice";
  await create(FunctionName, saying("first"));
  await lambda("PublishVersion", { FunctionName });
  await lambda("CreateAlias", { FunctionName, Name: "live", FunctionVersion: "1" });
  await lambda("PutFunctionEventInvokeConfig", { FunctionName, MaximumRetryAttempts: 0 });
  await lambda("PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions: 2 });
  await lambda("CreateFunctionUrlConfig", { FunctionName, AuthType: "NONE" });
  const policy = { StatementId: "s", Action: "lambda:InvokeFunction", Principal: "s3.amazonaws.com" };
  await lambda("AddPermission", { FunctionName, ...policy });
  const { id } = (await known(FunctionName)).family.latest;
  await lambda("DeleteFunction", { FunctionName });
  await create(FunctionName, saying("second"));
  const { family, versions } = await known(FunctionName);
  assert.notEqual(family.latest.id, id);
  const { aliases, policies, eventInvokeConfigs, provisioned, reservedConcurrency, urls, lastVersion } = family;
  assert.deepEqual(
    [aliases, policies, eventInvokeConfigs, provisioned, reservedConcurrency, urls, lastVersion, versions.size],
    [{}, {}, {}, {}, undefined, {}, 0, 0],
  );
  await lambda("PublishVersion", { FunctionName });
  assert.deepEqual([...(await known(FunctionName)).versions.keys()], ["1"]);
  assert.equal((await invoke(`${FunctionName}:1`)).payload, "second");
});

test("an event that was accepted for a deleted function is not given to the next of its name", async () => {
  await create("left", saying("old"));
  const { latest } = (await known("left")).family;
  await lambda("DeleteFunction", { FunctionName: "left" });
  await create("left", saying("new"));
  // Its request had found the function before the deletion, and came to write it only after.
  const nowMs = table.host.clock.nowMs();
  const event = { id: "late", requestId: "late", qualifier: undefined, tenant: undefined, payload: Buffer.from("{}") };
  const counts = { failures: 0, deferrals: 0, acceptedMs: nowMs, dueMs: nowMs };
  await state.events
    .of(latest, "$LATEST")
    .accept({ ...event, clientContext: undefined, traceId: undefined, ...counts });
  const key = toPartitionKey(latest);
  await eventually(
    async () =>
      (await storage.partition(key).read((tx) => eventStore.list(tx, { dueMs: -1, id: "" }, 1))).length === 0 ||
      undefined,
    "the event to go",
  );
  assert.equal((await invoke("left")).payload, "new");
  assert.equal((await squall.log("left", 1)).filter((line) => line.startsWith("ran ")).length, 1);
  // And what a crash leaves of such a one goes at the next start.
  await storage
    .partition(key)
    .write((tx) => eventStore.add(tx, { ...event, clientContext: undefined, traceId: undefined, ...counts }));
  await state.events.resume(async (of) => (await state.functions.findSame(of)) !== undefined);
  const left = await storage.listPartitions(key.kind, { limit: 100 });
  assert.deepEqual(
    left.filter(({ name }) => name === key.name),
    [],
  );
});

test("an event that was accepted for a deleted alias is not given to the next of its name", async () => {
  const FunctionName = "renamed";
  await lambda("CreateFunction", { ...pythonFunction(FunctionName, saying("old")), Publish: true });
  await settled(FunctionName);
  await lambda("UpdateFunctionCode", { FunctionName, ZipFile: zip({ "app.py": saying("new") }), Publish: true });
  await settled(FunctionName);
  const alias = { FunctionName, Name: "live" };
  await lambda("CreateAlias", { ...alias, FunctionVersion: "1" });
  const free = await squall.hold(FunctionName);
  await send(`${FunctionName}:live`, { of: "old" });
  const { family } = await known(FunctionName);
  const former = sentToOf(family, "live");
  const eventsOf = async (sentTo: string) =>
    (await storage.partition(toPartitionKey(family.latest, sentTo)).read((tx) => eventStore.list(tx, start, 100)))
      .length;
  assert.equal(await eventsOf(former), 1);
  await lambda("DeleteAlias", alias);
  assert.equal(await eventsOf(former), 0);
  await lambda("CreateAlias", { ...alias, FunctionVersion: "2" });
  const next = sentToOf((await known(FunctionName)).family, "live");
  assert.notEqual(next, former);
  // One whose request had found the alias before the deletion, and came to write it only after; and what a crash has left.
  const nowMs = table.host.clock.nowMs();
  const late = { id: "late", requestId: "late", qualifier: "live", tenant: undefined, payload: Buffer.from("{}") };
  const counts = {
    clientContext: undefined,
    traceId: undefined,
    failures: 0,
    deferrals: 0,
    acceptedMs: nowMs,
    dueMs: nowMs,
  };
  await state.events.accept(family.latest, former, { ...late, ...counts });
  await eventually(async () => (await eventsOf(former)) === 0 || undefined, "the late event to go");
  await storage
    .partition(toPartitionKey(family.latest, former))
    .write((tx) => eventStore.add(tx, { ...late, ...counts, id: "left" }));
  await startLambda(state);
  assert.equal(await eventsOf(former), 0);
  await send(`${FunctionName}:live`, { of: "new" });
  await free();
  const ran = (await squall.log(FunctionName, 1)).filter((line) => line.startsWith("ran "));
  assert.deepEqual(ran, ["ran new {'of': 'new'}\n"]);
});

test("an alias that was stored before aliases had ids keeps its events; the next of its name gets none", async () => {
  const FunctionName = "unnumbered";
  await lambda("CreateFunction", { ...pythonFunction(FunctionName, saying("x")), Publish: true });
  await settled(FunctionName);
  const alias = { FunctionName, Name: "live", FunctionVersion: "1" };
  await lambda("CreateAlias", alias);
  const { family } = await state.functions.update(
    { ...at, name: FunctionName, qualifier: undefined },
    async (stored) => ({
      ...stored,
      aliases: { live: { ...stored.aliases.live!, id: undefined } },
    }),
  );
  assert.equal(sentToOf(family, "live"), "live");
  assert.equal(isThereStill(family, "live"), true);
  await send(`${FunctionName}:live`, {});
  assert.equal((await squall.log(FunctionName, 1)).filter((line) => line.startsWith("ran ")).length, 1);
  await lambda("DeleteAlias", alias);
  await lambda("CreateAlias", alias);
  assert.equal(isThereStill((await known(FunctionName)).family, "live"), false);
});

test("a function that was stored before functions had ids goes on, with its versions and its events", async () => {
  const FunctionName = "former";
  await create(FunctionName, saying("former"));
  await lambda("PublishVersion", { FunctionName });
  const free = await squall.hold(FunctionName);
  const { family, versions } = await known(FunctionName);
  const withoutId = <T extends object>(record: T) => ({ ...record, id: undefined }) as T;
  await functionPartition(storage, at).write(async (tx) => {
    await functionStore.put(tx, { ...family, latest: withoutId(family.latest) });
    for (const version of versions.values()) await versionStore.put(tx, withoutId(version));
    const unchanged = sql<{ name: string }>(
      "UPDATE lambda_versions SET changed = 0 WHERE partition = :partition AND name = :name",
    );
    await tx.run(unchanged, { name: FunctionName });
  });
  const legacy = { ...at, kind: "lambda.events", name: FunctionName };
  const nowMs = table.host.clock.nowMs();
  await storage.partition(legacy).write((tx) =>
    eventStore.add(tx, {
      id: "e",
      requestId: "e",
      qualifier: undefined,
      tenant: undefined,
      payload: Buffer.from('"legacy"'),
      clientContext: undefined,
      traceId: undefined,
      failures: 0,
      deferrals: 0,
      acceptedMs: nowMs,
      dueMs: nowMs,
    }),
  );
  state.functions.reset();
  await state.events.resume(async (of) => (await state.functions.findSame(of)) !== undefined);
  assert.equal((await known(FunctionName)).family.latest.id, "");
  await free();
  const ran = (await squall.log(FunctionName, 1)).filter((line) => line.startsWith("ran "));
  assert.deepEqual(ran, ["ran former legacy\n"]);
  await lambda("UpdateFunctionConfiguration", { FunctionName, Timeout: 5 });
  await settled(FunctionName);
  await lambda("PublishVersion", { FunctionName });
  assert.deepEqual([...(await known(FunctionName)).versions.keys()], ["1", "2"]);
  assert.equal((await invoke(`${FunctionName}:1`)).payload, "former");
  await lambda("DeleteFunction", { FunctionName });
  await create(FunctionName, saying("anew"));
  assert.notEqual((await known(FunctionName)).family.latest.id, "");
});

test("a write costs what it touches, however many versions there are", async () => {
  await create("few", saying("few"));
  await create("many", saying("many"));
  const { family } = await known("many");
  const record = (version: number) => ({ ...family.latest, version: String(version) });
  const count = 2_000;
  await functionPartition(storage, at).write(async (tx) => {
    for (let version = 1; version <= count; version += 1) await versionStore.put(tx, record(version));
    await functionStore.put(tx, { ...family, lastVersion: count });
  });
  state.functions.reset();
  assert.equal((await known("many")).versions.size, count);
  const write = async (FunctionName: string, n: number) => {
    const before = performance.now();
    await lambda("TagResource", {
      Resource: `arn:aws:lambda:us-east-1:000000000000:function:${FunctionName}`,
      Tags: { n: `${n}` },
    });
    return performance.now() - before;
  };
  const times: Record<string, number[]> = { few: [], many: [] };
  for (let n = 0; n < 60; n += 1) for (const name of ["few", "many"]) times[name]?.push(await write(name, n));
  const median = (name: string) => times[name]?.sort((a, b) => a - b)[30] ?? 0;
  // Reading all versions takes some 10 ms.
  assert.ok(
    median("many") < 3 * median("few") + 1,
    `${median("many")} ms, of a function without versions ${median("few")} ms`,
  );
});

test("versions that are published, deleted and changed are known at once", async () => {
  const FunctionName = "changing";
  await create(FunctionName, saying("1"));
  await lambda("PublishVersion", { FunctionName });
  for (const text of ["2", "3"]) {
    await lambda("UpdateFunctionCode", { FunctionName, ZipFile: zip({ "app.py": saying(text) }) });
    await settled(FunctionName);
    await lambda("PublishVersion", { FunctionName });
  }
  const numbers = async () =>
    (await lambda("ListVersionsByFunction", { FunctionName })).Versions?.map(({ Version }) => Version);
  assert.deepEqual(await numbers(), ["$LATEST", "1", "2", "3"]);
  await lambda("DeleteFunction", { FunctionName, Qualifier: "2" });
  assert.deepEqual(await numbers(), ["$LATEST", "1", "3"]);
  await lambda("DeleteFunction", { FunctionName, Qualifier: "3" });
  assert.deepEqual(await numbers(), ["$LATEST", "1"]);
  // The last one is gone: the same code is a new version, under a new number.
  await lambda("PublishVersion", { FunctionName });
  assert.deepEqual(await numbers(), ["$LATEST", "1", "4"]);
  state.functions.reset();
  assert.deepEqual(await numbers(), ["$LATEST", "1", "4"]);
  const all = await lambda("ListFunctions", { FunctionVersion: "ALL" });
  const listed = all.Functions?.filter((each) => each.FunctionName === FunctionName).map(({ Version }) => Version);
  assert.deepEqual(listed, ["$LATEST", "1", "4"]);
  const policy = { StatementId: "s", Action: "lambda:InvokeFunction", Principal: "s3.amazonaws.com" };
  await assert.rejects(lambda("AddPermission", { FunctionName, Qualifier: "3", ...policy }), {
    name: "ResourceNotFoundException",
  });
  await lambda("AddPermission", { FunctionName, Qualifier: "4", ...policy });
  const four = await lambda("GetFunctionConfiguration", { FunctionName, Qualifier: "4" });
  assert.equal(four.RevisionId, (await lambda("GetPolicy", { FunctionName, Qualifier: "4" })).RevisionId);
});

test("an alias is not made for a version that goes at the same time", async () => {
  const FunctionName = "racing";
  await lambda("CreateFunction", { ...pythonFunction(FunctionName, saying("x")), Publish: true });
  await settled(FunctionName);
  const outcomes = await Promise.allSettled([
    lambda("DeleteFunction", { FunctionName, Qualifier: "1" }),
    lambda("CreateAlias", { FunctionName, Name: "live", FunctionVersion: "1" }),
  ]);
  const { family, versions } = await known(FunctionName);
  assert.equal(family.aliases.live !== undefined, versions.has("1"), JSON.stringify(outcomes));
});
