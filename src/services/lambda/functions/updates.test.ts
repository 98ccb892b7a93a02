import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually } from "../../../../test/support/eventually.ts";
import { openLambda, pythonFunction, wholeFile } from "../../../../test/support/lambda.ts";
import { zip } from "../../../../test/support/zip.ts";

/** An update as others see it: in progress for half a second of the injected clock, though it serves at once. */
const squall = await openLambda(wholeFile, { settings: { leastUpdateMs: 500 } });
const { create, invoke, lambda, clock, settled } = squall;
const returning = (value: number) => `def handler(event, context):\n    return ${value}\n`;
const codeOf = (value: number) => zip({ "app.py": returning(value) });
const stateOf = async (FunctionName: string, Qualifier?: string) => {
  const { State, LastUpdateStatus, RevisionId } = await lambda("GetFunctionConfiguration", { FunctionName, Qualifier });
  return { State, LastUpdateStatus, RevisionId };
};

/** Time goes on when the update has begun to wait for it. */
async function pass(name: string): Promise<void> {
  await eventually(async () => {
    clock.advance(500);
    return (await stateOf(name)).LastUpdateStatus === "Successful" || undefined;
  }, `the update of ${name}`);
}

test("an update is in progress for a while, refuses another, and serves meanwhile", async () => {
  await create("updated", returning(1));
  assert.equal((await invoke("updated")).payload, 1);
  const answer = await lambda("UpdateFunctionCode", { FunctionName: "updated", ZipFile: codeOf(2) });
  assert.equal(answer.LastUpdateStatusReasonCode, "Creating");
  await eventually(async () => (await invoke("updated")).payload === 2 || undefined, "the new code");
  const { RevisionId, ...shown } = await stateOf("updated");
  assert.deepEqual(shown, { State: "Active", LastUpdateStatus: "InProgress" });
  assert.equal(RevisionId, answer.RevisionId);
  const refused = { name: "ResourceConflictException", message: /An update is in progress for resource: / };
  await assert.rejects(lambda("UpdateFunctionConfiguration", { FunctionName: "updated", Timeout: 9 }), refused);
  await assert.rejects(lambda("PublishVersion", { FunctionName: "updated" }), refused);
  await pass("updated");
  assert.notEqual((await stateOf("updated")).RevisionId, RevisionId);
  assert.equal((await invoke("updated")).payload, 2);
});

test("the version that an update publishes is pending as long, and serves at once", async () => {
  await create("published", returning(1));
  const ZipFile = codeOf(2);
  const made = await lambda("UpdateFunctionCode", { FunctionName: "published", ZipFile, Publish: true });
  assert.deepEqual([made.Version, made.State], ["1", "Pending"]);
  assert.equal((await invoke("published", {}, { Qualifier: "1" })).payload, 2);
  assert.deepEqual(await stateOf("published", "1"), {
    ...{ State: "Pending", LastUpdateStatus: undefined, RevisionId: made.RevisionId },
  });
  await pass("published");
  await eventually(async () => (await stateOf("published", "1")).State === "Active" || undefined, "version 1");
});

test("a function that is made is there as soon as it is ready, and so is the version made with it", async () => {
  await lambda("CreateFunction", { ...pythonFunction("made", returning(1)), Publish: true });
  await settled("made");
  await eventually(async () => (await stateOf("made", "1")).State === "Active" || undefined, "version 1");
});

test("a function that is deleted while an update is in progress leaves nothing that serves", async () => {
  await create("gone", returning(1));
  await lambda("UpdateFunctionConfiguration", { FunctionName: "gone", Timeout: 7 });
  assert.equal((await invoke("gone")).payload, 1);
  await lambda("DeleteFunction", { FunctionName: "gone" });
  await eventually(async () => {
    clock.advance(500);
    return ![...squall.state.fleets.records()].some(({ name }) => name === "gone") || undefined;
  }, "its environments to go");
});
