import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import { ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";
import type { WebSocket } from "ws";
import { eventually } from "../support/eventually.ts";
import { startBackend } from "../support/heard-backend.ts";
import { createWitnessApi } from "../support/web-socket-api.ts";
import { connectTo } from "../support/web-sockets.ts";
import { startCluster } from "./cluster.ts";

test("a client is reached through any node, and the end of those of a node that died is made known by another", async () => {
  await using backend = await startBackend();
  await using cluster = await startCluster({ nodes: 2 });
  const id = await createWitnessApi(cluster.client(ApiGatewayV2Client, 0), backend.url);
  const urlOf = (node: number) => `ws://${id}.execute-api.us-east-1.localhost:${cluster.nodes[node]?.port}/dev`;
  const managerOf = (node: number) =>
    cluster.client(ApiGatewayManagementApiClient, node, {
      endpoint: `${cluster.nodes[node]?.endpoint}/_aws/execute-api/${id}/dev`,
    });
  const clients = await Promise.all([0, 1].map((node) => connectTo(urlOf(node))));
  const ids = await Promise.all(
    clients.map(async (client) => {
      client.send({ action: "who" });
      return (JSON.parse(await client.next()) as { connectionId: string }).connectionId;
    }),
  );
  for (const [at, ConnectionId] of ids.entries()) {
    for (const node of [0, 1]) {
      await managerOf(node).send(new PostToConnectionCommand({ ConnectionId, Data: Buffer.from(`by ${node}`) }));
      assert.equal(await clients[at]?.next(), `by ${node}`);
    }
    const found = await managerOf(1 - at).send(new GetConnectionCommand({ ConnectionId }));
    assert.equal(found.Identity?.SourceIp, "127.0.0.1");
  }
  const third = await connectTo(urlOf(0));
  third.send({ action: "who" });
  const { connectionId } = JSON.parse(await third.next());
  await managerOf(1).send(new DeleteConnectionCommand({ ConnectionId: connectionId }));
  assert.equal((await third.closed()).code, 1000);

  await cluster.nodes[0]?.kill();
  await eventually(async () => {
    const asked = managerOf(1).send(new GetConnectionCommand({ ConnectionId: ids[0] }));
    const failure = await asked.catch((error: Error) => error);
    return failure instanceof Error && failure.name === "GoneException" ? failure : undefined;
  }, "the dead node's client to be gone");
  // The other's client says that it is there: time goes on by more than it may be silent.
  let lookedMs = 0;
  const told = await eventually(
    async () => {
      if (performance.now() - lookedMs < 2_000) return undefined;
      lookedMs = performance.now();
      clients[1]?.socket.ping();
      await once(clients[1]?.socket as WebSocket, "pong");
      await fetch(`${cluster.nodes[1]?.endpoint}/_squall/clock`, {
        method: "POST",
        body: JSON.stringify({ advanceMilliseconds: 31_000 }),
      });
      return backend.heard.find(({ path, headers }) => path === "/disconnect" && headers["connection-id"] === ids[0]);
    },
    "the end of the dead node's client",
    60_000,
  );
  assert.ok(told);
  assert.ok(!backend.heard.some(({ path, headers }) => path === "/disconnect" && headers["connection-id"] === ids[1]));
  clients[1]?.socket.close();
  assert.equal((await clients[1]?.closed())?.code, 1005);
});
