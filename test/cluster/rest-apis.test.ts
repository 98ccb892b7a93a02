import assert from "node:assert/strict";
import { test } from "node:test";
import { APIGatewayClient, GetStageCommand } from "@aws-sdk/client-api-gateway";
import { createMockApi } from "../support/mock-api.ts";
import { startCluster } from "./cluster.ts";

test("a deployment that one node has made is served by the other at once, and a quota is one for both", async () => {
  await using cluster = await startCluster({ nodes: 2 });
  const [first = "", second = ""] = cluster.nodes.map(({ endpoint }) => endpoint);
  const api = await createMockApi(cluster.client(APIGatewayClient, 0), "0", 23);
  const { restApiId } = api;
  assert.deepEqual(await api.ask(second), [200, "0"]);
  for (let at = 1; at <= 10; at += 1) {
    await api.deploy(String(at));
    // Whichever answers, it is what the client has been told that it is.
    for (const endpoint of [second, first]) assert.deepEqual(await api.ask(endpoint), [200, String(at)]);
  }
  const shown = await cluster.client(APIGatewayClient, 1).send(new GetStageCommand({ restApiId, stageName: "dev" }));
  assert.equal(shown.deploymentId, await api.deploymentId());
  assert.deepEqual(await api.ask(first), [200, "10"]);
  assert.deepEqual(await api.ask(second), [200, "10"], "the last that the plan allows");
  for (const endpoint of [first, second])
    assert.deepEqual(await api.ask(endpoint), [429, '{"message":"Limit Exceeded"}']);
});
