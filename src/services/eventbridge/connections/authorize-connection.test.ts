import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { events } from "../service.ts";

/** A connection by OAuth with an endpoint that answers with a status, and an API destination of it. */
async function open(context: TestContext, status: () => number, auth: "open" | "enforce" = "open") {
  const opened = await openServiceTest(context, [events], { auth });
  const { call, clock, table } = opened;
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(status()).end('{"access_token":"t","expires_in":3600}');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => server.close());
  const AuthorizationEndpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`;
  const ClientParameters = { ClientID: "id", ClientSecret: "secret" };
  const made = await call("eventbridge", "CreateConnection", {
    Name: "c",
    AuthorizationType: "OAUTH_CLIENT_CREDENTIALS",
    AuthParameters: { OAuthParameters: { AuthorizationEndpoint, ClientParameters, HttpMethod: "POST" } },
  });
  const { ApiDestinationState } = await call("eventbridge", "CreateApiDestination", {
    Name: "d",
    ConnectionArn: made.ConnectionArn ?? "",
    InvocationEndpoint: "http://127.0.0.1/",
    HttpMethod: "POST",
  });
  assert.deepEqual([made.ConnectionState, ApiDestinationState], ["AUTHORIZING", "INACTIVE"]);
  const states = async () => {
    clock.advance(2_000);
    await table.host.storage.timers.idle();
    const connection = await call("eventbridge", "DescribeConnection", { Name: "c" });
    const destination = await call("eventbridge", "DescribeApiDestination", { Name: "d" });
    const { ApiDestinations: [listed] = [] } = await call("eventbridge", "ListApiDestinations", {});
    assert.equal(listed?.ApiDestinationState, destination.ApiDestinationState);
    return [connection.ConnectionState, connection.StateReason, destination.ApiDestinationState];
  };
  return { ...opened, states, asked: () => asked };
}

test("a connection by OAuth is authorized when its endpoint has given a token, and its API destination is active then", async (context) => {
  const { call, states, asked } = await open(context, () => 200);
  assert.deepEqual(await states(), ["AUTHORIZED", undefined, "ACTIVE"]);
  assert.equal(asked(), 1);
  const { ConnectionState } = await call("eventbridge", "DeauthorizeConnection", { Name: "c" });
  assert.equal(ConnectionState, "DEAUTHORIZED");
  assert.deepEqual(await states(), ["DEAUTHORIZED", undefined, "INACTIVE"]);
  assert.equal(asked(), 1);
});

test("one that is refused says why, and is tried again when it is changed", async (context) => {
  let status = 403;
  const { call, states } = await open(context, () => status);
  const reason = "Failed to authorize connection. Error: The authorization endpoint answered HTTP 403.";
  assert.deepEqual(await states(), ["DEAUTHORIZED", reason, "INACTIVE"]);
  status = 200;
  const { ConnectionState } = await call("eventbridge", "UpdateConnection", { Name: "c", Description: "again" });
  assert.equal(ConnectionState, "AUTHORIZING");
  assert.deepEqual(await states(), ["AUTHORIZED", undefined, "ACTIVE"]);
});

test("in enforce mode the machine's own services are not asked", async (context) => {
  const { states, asked } = await open(context, () => 200, "enforce");
  const [state, reason] = await states();
  assert.equal(state, "DEAUTHORIZED");
  assert.match(reason ?? "", /may not be reached from here/);
  assert.equal(asked(), 0);
});
