import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { openServiceTest } from "../../../test/support/service-test.ts";
import { createAccessControl } from "../iam/access/access-control.ts";
import { iam } from "../iam/service.ts";
import { defineService } from "../service.ts";
import type { RoleToAssume } from "../service-host.ts";
import { sts } from "../sts/service.ts";

const account = "000000000000";
const asked: RoleToAssume = {
  account,
  region: "us-east-1",
  role: `arn:aws:iam::${account}:role/sender`,
  sessionName: "sender",
  service: "events.amazonaws.com",
  sourceArn: `arn:aws:events:us-east-1:${account}:rule/one`,
};

describe("sessions of roles", () => {
  test("one is assumed once for all who ask for it at the same time, and until shortly before its end", async (context) => {
    const { sessions, clock, assumed } = await open(context);
    const [first, second] = await Promise.all([sessions.get(asked), sessions.get(asked)]);
    clock.advance(54 * 60_000);
    assert.equal(await sessions.get(asked), first);
    assert.equal(second, first);
    assert.equal(assumed(), 1);
    assert.notEqual(await sessions.get(asked, 10 * 60_000), first);
    clock.advance(56 * 60_000);
    await sessions.get(asked);
    assert.equal(assumed(), 3);
  });

  test("each name, source and service has its own", async (context) => {
    const { sessions } = await open(context);
    const { principal } = await sessions.get(asked);
    const other = await sessions.get({ ...asked, sessionName: "other" });
    assert.equal(principal.arn, `arn:aws:sts::${account}:assumed-role/sender/sender`);
    assert.equal(other.principal.arn, `arn:aws:sts::${account}:assumed-role/sender/other`);
    assert.notEqual((await sessions.get({ ...asked, sourceArn: "arn:other" })).principal, principal);
  });

  test("a role that does not trust the service any more, or is gone, is not acted for; and a refusal is not kept", async (context) => {
    const { sessions, call, trust } = await open(context);
    await sessions.get(asked);
    await trust("lambda.amazonaws.com");
    await assert.rejects(sessions.get(asked), { code: "AccessDenied" });
    await trust("events.amazonaws.com");
    const before = await sessions.get(asked);
    await call("iam", "DeleteRole", { RoleName: "sender" });
    await assert.rejects(sessions.get(asked), { code: "AccessDenied" });
    await call("iam", "CreateRole", { RoleName: "sender", AssumeRolePolicyDocument: trusting("events.amazonaws.com") });
    const after = await sessions.get(asked);
    assert.notEqual(after.principal.userId, before.principal.userId);
  });

  test("another account's role is not acted for, though it trusts the service", async (context) => {
    const { sessions } = await open(context, "enforce");
    await sessions.get(asked);
    await assert.rejects(sessions.get({ ...asked, account: "111111111111" }), {
      code: "AccessDenied",
      message: "Cross-account pass role is not allowed.",
    });
  });
});

async function open(context: TestContext, auth: "open" | "enforce" = "open") {
  let assumed = 0;
  const counted = defineService({
    ...sts,
    operations: {
      ...sts.operations,
      AssumeRole: async () => {
        const { assumeRole } = await import("../sts/operations/assume-role.ts");
        return (...call: Parameters<typeof assumeRole>) => {
          assumed += 1;
          return assumeRole(...call);
        };
      },
    },
  } as typeof sts);
  const { table, clock, call } = await openServiceTest(context, [iam, counted], { auth, access: createAccessControl });
  const trust = (service: string) =>
    call("iam", "UpdateAssumeRolePolicy", { RoleName: "sender", PolicyDocument: trusting(service) });
  await call("iam", "CreateRole", { RoleName: "sender", AssumeRolePolicyDocument: trusting("events.amazonaws.com") });
  return { sessions: table.host.sessions, clock, call, trust, assumed: () => assumed };
}

function trusting(Service: string): string {
  const statement = { Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
