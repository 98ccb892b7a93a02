import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { APIGatewayClient, GetRestApisCommand } from "@aws-sdk/client-api-gateway";
import { createMockApi } from "../support/mock-api.ts";
import { clientOptions } from "../support/squall.ts";
import { launchSquall } from "../support/squall-process.ts";

test("after kill -9 a REST API serves what was deployed, and a quota counts on", async (context) => {
  const directory = await mkdtemp(join(tmpdir(), "squall-apis-"));
  const flags = ["--data-dir", join(directory, "data")];
  let squall = await launchSquall(flags);
  context.after(async () => {
    await squall.stop();
    await rm(directory, { recursive: true, force: true });
  });
  const api = await createMockApi(new APIGatewayClient(clientOptions(squall.endpoint)), "one", 3);
  assert.deepEqual(await api.ask(squall.endpoint), [200, "one"]);
  // What is answered is there, whenever the server ends: this is the last that it does.
  await api.deploy("two");
  await squall.stop("SIGKILL");
  squall = await launchSquall(flags);
  const { items = [] } = await new APIGatewayClient(clientOptions(squall.endpoint)).send(new GetRestApisCommand());
  assert.equal(items.length, 1);
  assert.deepEqual(await api.ask(squall.endpoint), [200, "two"]);
  assert.deepEqual(await api.ask(squall.endpoint), [200, "two"]);
  assert.deepEqual(await api.ask(squall.endpoint), [429, '{"message":"Limit Exceeded"}']);
});
