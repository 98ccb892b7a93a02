import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { createManualClock } from "../../platform/clock.ts";
import { IssuerKeys } from "./issuer-keys.ts";
import type { WebKey } from "./web-token.ts";

const minuteMs = 60_000;

test("an issuer is asked once an hour, and once a minute by tokens of a key that it does not have", async (context) => {
  const { issuer, clock, has } = await openIssuer(context, ["k1"]);
  assert.deepEqual(await Promise.all([has("k1"), has("k1"), has("k2")]), [true, true, false]);
  assert.equal(issuer.asked, 1);
  issuer.keys = ["k2"];
  assert.equal(await has("k2"), false, "not again within the minute");
  clock.advance(minuteMs);
  assert.equal(await has("k2"), true);
  assert.deepEqual([await has("k1"), issuer.asked], [false, 2]);
  clock.advance(60 * minuteMs);
  assert.equal(await has("k2"), true);
  assert.equal(issuer.asked, 3);
});

test("one that cannot be asked keeps the keys that it had, for two hours, and is not asked by each request", async (context) => {
  const { issuer, clock, has } = await openIssuer(context, ["k1"]);
  assert.equal(await has("k1"), true);
  issuer.isDown = true;
  for (let minute = 0; minute < 119; minute++) {
    clock.advance(minuteMs - 2_000);
    assert.equal(await has("forged"), false);
    const before = issuer.asked;
    clock.advance(2_000);
    assert.equal(await has("k1"), true);
    assert.equal(issuer.asked, before, "who has its keys does not wait for it again");
  }
  clock.advance(minuteMs);
  const { asked } = issuer;
  for (let time = 0; time < 5; time++) await assert.rejects(has("k1"), /answered 500/);
  assert.equal(issuer.asked, asked + 1);
  issuer.isDown = false;
  await assert.rejects(has("k1"), /answered 500/, "it is asked a second later");
  clock.advance(1_000);
  assert.equal(await has("k1"), true);
});

test("what is no key among the keys harms none", async (context) => {
  const { has } = await openIssuer(context, [null, "text", "k1"]);
  assert.equal(await has("k1"), true);
});

/** `has`: whether a key of that id is among the issuer's. Its keys of `null` and `"text"` are published as they stand. */
async function openIssuer(context: TestContext, first: readonly (string | null)[]) {
  const issuer = { keys: first, asked: 0, isDown: false };
  const server = createServer((request, response) => {
    const isKeys = request.url === "/keys";
    if (isKeys || issuer.isDown) issuer.asked++;
    if (issuer.isDown) return void response.writeHead(500).end();
    const published = issuer.keys.map((kid) => (kid?.startsWith("k") ? { kty: "RSA", kid } : kid));
    response.end(JSON.stringify(isKeys ? { keys: published } : { issuer: url, jwks_uri: `${url}/keys` }));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  context.after(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clock = createManualClock(Date.UTC(2026, 0, 1));
  const config = { auth: "open", endpoint: () => "http://localhost:4566", functionNetwork: "host" } as const;
  const keys = new IssuerKeys({ clock, config } as unknown as ConstructorParameters<typeof IssuerKeys>[0]);
  const has = (kid: string) => keys.some(url, (all: readonly WebKey[]) => all.some((key) => key.kid === kid));
  return { issuer, clock, has };
}
