import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";
import { eventually } from "../support/eventually.ts";
import { startBackend } from "../support/heard-backend.ts";
import { clientOptions } from "../support/squall.ts";
import { launchSquall } from "../support/squall-process.ts";
import { createWitnessApi } from "../support/web-socket-api.ts";
import { connectTo } from "../support/web-sockets.ts";

test("after kill -9 the next run tells $disconnect who was connected, and nobody else", async (context) => {
  const directory = await mkdtemp(join(tmpdir(), "squall-sockets-"));
  const flags = ["--data-dir", join(directory, "data")];
  await using backend = await startBackend();
  let squall = await launchSquall(flags);
  context.after(async () => {
    await squall.stop();
    await rm(directory, { recursive: true, force: true });
  });
  const id = await createWitnessApi(new ApiGatewayV2Client(clientOptions(squall.endpoint)), backend.url);
  const url = (port: number) => `ws://${id}.execute-api.us-east-1.localhost:${port}/dev`;
  const gone = () => backend.heard.filter(({ path }) => path === "/disconnect");
  const left = await connectTo(url(squall.port));
  left.socket.close();
  await eventually(async () => gone()[0], "the end of a client that has gone");
  const clients = await Promise.all([1, 2, 3].map(() => connectTo(url(squall.port))));
  const came = backend.heard.filter(({ path }) => path === "/connect").map(({ headers }) => headers["connection-id"]);
  await squall.stop("SIGKILL");
  for (const client of clients) assert.equal((await client.closed()).code, 1006);
  squall = await launchSquall(flags);
  const still = await connectTo(url(squall.port));
  await fetch(`${squall.endpoint}/_squall/clock`, {
    method: "POST",
    body: JSON.stringify({ advanceMilliseconds: 31_000 }),
  });
  await eventually(async () => gone()[3], "the end of the clients of the run before");
  const told = gone().map(({ headers }) => headers["connection-id"]);
  assert.deepEqual(new Set(told), new Set(came));
  assert.equal(told.length, 4);
  await squall.stop();
  assert.equal((await still.closed()).code, 1001);
  assert.equal(gone().length, 5, "a stop in order tells at once");
});
