import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { ApiGatewayManagementApiClient, GetConnectionCommand } from "@aws-sdk/client-apigatewaymanagementapi";
import { ApiGatewayV2Client, DeleteRouteCommand, GetRoutesCommand } from "@aws-sdk/client-apigatewayv2";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { startSquall } from "../support/squall.ts";
import { createWitnessApi } from "../support/web-socket-api.ts";
import { connectTo } from "../support/web-sockets.ts";

test("with --auth enforce connections are managed by who may, at the API's address and by the id alone", async () => {
  await using squall = await startSquall({ auth: "enforce" });
  const root = JSON.parse(await readFile(join(squall.dataDir, "root-credentials.json"), "utf8"));
  const iam = squall.client(IAMClient, { credentials: root });
  const gateway = squall.client(ApiGatewayV2Client, { credentials: root });
  const ApiId = await createWitnessApi(gateway, "http://127.0.0.1:9");
  const { Items: routes = [] } = await gateway.send(new GetRoutesCommand({ ApiId }));
  for (const { RouteId, RouteKey } of routes)
    if (RouteKey !== "who") await gateway.send(new DeleteRouteCommand({ ApiId, RouteId }));
  await iam.send(new CreateUserCommand({ UserName: "user" }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "user" }));
  const user = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
  const { port } = new URL(squall.endpoint);
  const client = await connectTo(`ws://${ApiId}.execute-api.us-east-1.localhost:${port}/dev`);
  client.send({ action: "who" });
  const { connectionId: ConnectionId } = JSON.parse(await client.next());
  const address = `${squall.endpoint}/_aws/execute-api/${ApiId}/dev`;
  const get = (endpoint: string, credentials: typeof user) =>
    squall
      .client(ApiGatewayManagementApiClient, { endpoint, credentials })
      .send(new GetConnectionCommand({ ConnectionId }));
  for (const endpoint of [address, squall.endpoint]) {
    assert.equal((await get(endpoint, root)).Identity?.SourceIp, "127.0.0.1");
    await assert.rejects(get(endpoint, user), /execute-api:ManageConnections/);
  }
  const Resource = `arn:aws:execute-api:us-east-1:*:${ApiId}/dev/GET/@connections/*`;
  const Statement = [{ Effect: "Allow", Action: "execute-api:ManageConnections", Resource }];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new PutUserPolicyCommand({ UserName: "user", PolicyName: "may", PolicyDocument }));
  assert.equal((await get(address, user)).Identity?.SourceIp, "127.0.0.1");
  assert.equal((await fetch(`${address}/@connections/${ConnectionId}`)).status, 403);
  client.socket.terminate();
});
