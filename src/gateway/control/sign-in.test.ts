import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { openServiceTest } from "../../../test/support/service-test.ts";
import { createAccessControl } from "../../services/iam/access/access-control.ts";
import { iam } from "../../services/iam/service.ts";
import { createSignIn } from "./sign-in.ts";

async function open(context: TestContext) {
  const { call, table, clock } = await openServiceTest(context, [iam], { access: createAccessControl });
  await call("iam", "CreateUser", { UserName: "anna" });
  await call("iam", "CreateLoginProfile", { UserName: "anna", Password: "Blue-Sky-42" });
  const signIn = createSignIn({ access: table.host.access, clock });
  const post = async (body: unknown) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const request = { method: "POST", path: "/_squall/sign-in", query: new URLSearchParams() };
    const response = await signIn({ ...request, signer: async () => undefined, body: async () => Buffer.from(text) });
    return { status: response.status, headers: response.headers, body: JSON.parse(String(response.body)) };
  };
  const anna = { account: "000000000000", user: "anna", password: "Blue-Sky-42" };
  return { clock, post, anna, wrong: { ...anna, password: "wrong" } };
}

test("the right password gives temporary credentials, which no cache keeps", async (context) => {
  const { post, anna, clock } = await open(context);
  const { status, headers, body } = await post(anna);
  assert.equal(status, 200);
  assert.equal(headers["cache-control"], "no-store");
  assert.deepEqual([body.account, body.passwordResetRequired], ["000000000000", false]);
  assert.match(body.credentials.accessKeyId, /^ASIA/);
  assert.equal(Date.parse(body.credentials.expiration), clock.nowMs() + 12 * 60 * 60 * 1000);
  assert.ok(!JSON.stringify(body).includes("Blue-Sky-42"));
});

test("a wrong password and a user who does not exist are refused alike", async (context) => {
  const { post, anna, wrong } = await open(context);
  const first = await post(wrong);
  assert.equal(first.status, 401);
  assert.deepEqual(await post({ ...anna, user: "nobody" }), first);
  assert.deepEqual(await post({ ...anna, account: "111111111111" }), first);
});

test("what is no sign-in is refused", async (context) => {
  const { post, anna } = await open(context);
  for (const body of ["", "{", "null", {}, { ...anna, password: 1 }, { ...anna, user: "" }, "[]"]) {
    assert.equal((await post(body)).status, 400, JSON.stringify(body));
  }
});

test("guesses have to wait longer and longer, the right password as well", async (context) => {
  const { post, anna, wrong, clock } = await open(context);
  for (let failure = 0; failure < 3; failure++) assert.equal((await post(wrong)).status, 401);
  const refused = await post(anna);
  assert.deepEqual([refused.status, refused.headers["retry-after"]], [429, "1"]);
  assert.equal((await post({ ...anna, user: "ANNA" })).status, 429, "names differ by more than case");
  clock.advance(1_000);
  assert.equal((await post(wrong)).status, 401);
  assert.equal((await post(anna)).headers["retry-after"], "2");
  assert.equal((await post({ ...wrong, user: "otto" })).status, 401, "others do not wait");
  clock.advance(2_000);
  assert.equal((await post(anna)).status, 200);
  assert.equal((await post(wrong)).status, 401, "a success begins anew");
  assert.equal((await post(anna)).status, 200);
});

test("guesses at the same time count, too", async (context) => {
  const { post, wrong } = await open(context);
  const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await post(wrong)).status));
  assert.equal(statuses.filter((status) => status === 401).length, 3);
  assert.equal(statuses.filter((status) => status === 429).length, 17);
});

test("no more are hashed at once than the machine has room for", async (context) => {
  const { post, wrong } = await open(context);
  const statuses = await Promise.all(
    Array.from({ length: 12 }, async (_, index) => (await post({ ...wrong, user: `u${index}` })).status),
  );
  assert.equal(statuses.filter((status) => status === 401).length, 8);
  assert.equal((await post({ ...wrong, user: "later" })).status, 401);
});
