import assert from "node:assert/strict";
import { test } from "node:test";
import type { Flow, FlowSummary } from "../src/services/flows/flow-step.ts";
import { eventually } from "./support/eventually.ts";
import { makePictureFlow, onTheWay, uploadPicture } from "./support/picture-flow.ts";
import { startSquall } from "./support/squall.ts";

test("an upload's way through functions, a queue and a table is told by its trace", {
  timeout: 120_000,
}, async () => {
  await using squall = await startSquall();
  await makePictureFlow(squall);
  const ask = async (path: string, body: object) => {
    const response = await fetch(`${squall.endpoint}/_squall/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return (await response.json()) as { readonly flows: FlowSummary[]; readonly flow: Flow | null };
  };
  await uploadPicture(squall, "cat.png");
  const found = await eventually(async () => {
    const { flows } = await ask("flows", {});
    return flows.find(({ resources }) => resources.includes(onTheWay.table));
  }, "a flow that has come to the table");
  assert.deepEqual(found.resources, Object.values(onTheWay));
  const { flow } = await ask("flow", { id: found.root });
  const steps = flow?.steps.map(({ from, to, action, error }) => [from?.split(":").at(-1), to, action, error ?? "ok"]);
  assert.deepEqual(steps, [
    ["flow-pictures", onTheWay.reader, "lambda:InvokeFunction", "ok"],
    [undefined, onTheWay.reader, "lambda:run", "ok"],
    ["assumed-role/LabRole/flow-reader", onTheWay.queue, "sqs:GetQueueUrl", "ok"],
    ["assumed-role/LabRole/flow-reader", onTheWay.queue, "sqs:SendMessage", "ok"],
    ["flow-orders", onTheWay.writer, "lambda:run", "ok"],
    ["assumed-role/LabRole/flow-writer", onTheWay.table, "dynamodb:PutItem", "ok"],
  ]);
  assert.match(flow?.steps[3]?.payload ?? "", /"MessageBody":"cat.png"/);
  const byRequest = await ask("flow", { id: flow?.steps[4]?.requestId });
  assert.equal(byRequest.flow?.root, found.root);
  assert.equal((await ask("flow", { id: "there-is-none" })).flow, null);
  await uploadPicture(squall, "bad.png");
  const failed = await eventually(async () => {
    const { flows } = await ask("flows", {});
    return flows.find((each) => each.root !== found.root && each.failed > 0);
  }, "a flow with a failure");
  assert.equal((await ask("flow", { id: failed.root })).flow?.steps.find(({ error }) => error)?.to, onTheWay.writer);
});
