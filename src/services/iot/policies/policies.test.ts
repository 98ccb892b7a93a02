import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  AttachPolicyCommand,
  AttachPrincipalPolicyCommand,
  CreateKeysAndCertificateCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DetachPolicyCommand,
  DetachPrincipalPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IoTClient,
  ListAttachedPoliciesCommand,
  ListPoliciesCommand,
  ListPolicyPrincipalsCommand,
  ListPolicyVersionsCommand,
  ListPrincipalPoliciesCommand,
  ListTargetsForPolicyCommand,
  SetDefaultPolicyVersionCommand,
} from "@aws-sdk/client-iot";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

const documentFor = (Action: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });

describe("policies of AWS IoT", () => {
  let squall: TestSquall;
  let iot: IoTClient;
  before(async () => {
    squall = await startSquall();
    iot = squall.client(IoTClient);
  });
  after(async () => {
    iot.destroy();
    await squall.close();
  });

  test("a policy has up to five versions, one of which holds", async () => {
    const policyName = "versions";
    const policyDocument = documentFor("iot:Connect");
    const made = await iot.send(new CreatePolicyCommand({ policyName, policyDocument }));
    assert.deepEqual(
      [made.policyArn, made.policyVersionId, made.policyDocument],
      ["arn:aws:iot:us-east-1:000000000000:policy/versions", "1", policyDocument],
    );
    await assert.rejects(iot.send(new CreatePolicyCommand({ policyName, policyDocument })), {
      name: "ResourceAlreadyExistsException",
    });
    const second = await iot.send(
      new CreatePolicyVersionCommand({ policyName, policyDocument: documentFor("iot:Publish"), setAsDefault: true }),
    );
    assert.equal(second.policyVersionId, "2");
    assert.equal((await iot.send(new GetPolicyCommand({ policyName }))).defaultVersionId, "2");
    await assert.rejects(iot.send(new DeletePolicyVersionCommand({ policyName, policyVersionId: "2" })), {
      name: "DeleteConflictException",
    });
    await iot.send(new SetDefaultPolicyVersionCommand({ policyName, policyVersionId: "1" }));
    const version = await iot.send(new GetPolicyVersionCommand({ policyName, policyVersionId: "2" }));
    assert.deepEqual([version.isDefaultVersion, version.policyDocument], [false, documentFor("iot:Publish")]);
    for (let n = 0; n < 3; n++) await iot.send(new CreatePolicyVersionCommand({ policyName, policyDocument }));
    await assert.rejects(iot.send(new CreatePolicyVersionCommand({ policyName, policyDocument })), {
      name: "VersionsLimitExceededException",
    });
    const { policyVersions } = await iot.send(new ListPolicyVersionsCommand({ policyName }));
    assert.equal(policyVersions?.length, 5);
    await assert.rejects(iot.send(new DeletePolicyCommand({ policyName })), { name: "DeleteConflictException" });
    for (const policyVersionId of ["2", "3", "4", "5"])
      await iot.send(new DeletePolicyVersionCommand({ policyName, policyVersionId }));
    await iot.send(new DeletePolicyCommand({ policyName }));
    await assert.rejects(iot.send(new GetPolicyCommand({ policyName })), {
      name: "ResourceNotFoundException",
      message: "Policy not found: versions",
    });
  });

  test("what is no policy is refused", async () => {
    const wrong = [
      "{",
      "[]",
      '{"Statement":[]}',
      '{"Statement":{"Effect":"Maybe","Action":"*","Resource":"*"}}',
      '{"Statement":{"Effect":"Allow","Action":"*"}}',
      '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}}',
      '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Maybe":{"a":"b"}}}}',
      documentFor("x".repeat(2_048)),
    ];
    for (const policyDocument of wrong) {
      await assert.rejects(
        iot.send(new CreatePolicyCommand({ policyName: "wrong", policyDocument })),
        { name: "MalformedPolicyException" },
        policyDocument,
      );
    }
  });

  test("a policy is attached to certificates by both names of the operation, and told from both sides", async () => {
    const policyName = "attached";
    await iot.send(new CreatePolicyCommand({ policyName, policyDocument: documentFor("iot:*") }));
    const { certificateArn = "" } = await iot.send(new CreateKeysAndCertificateCommand({}));
    await assert.rejects(iot.send(new AttachPolicyCommand({ policyName, target: "nobody" })), {
      name: "InvalidRequestException",
    });
    await iot.send(new AttachPolicyCommand({ policyName, target: certificateArn }));
    await iot.send(new AttachPrincipalPolicyCommand({ policyName, principal: certificateArn }));
    const attached = [{ policyName, policyArn: `arn:aws:iot:us-east-1:000000000000:policy/${policyName}` }];
    const lists = await Promise.all([
      iot.send(new ListAttachedPoliciesCommand({ target: certificateArn })),
      iot.send(new ListPrincipalPoliciesCommand({ principal: certificateArn })),
    ]);
    for (const { policies } of lists) assert.deepEqual(policies, attached);
    assert.deepEqual((await iot.send(new ListTargetsForPolicyCommand({ policyName }))).targets, [certificateArn]);
    assert.deepEqual((await iot.send(new ListPolicyPrincipalsCommand({ policyName }))).principals, [certificateArn]);
    await assert.rejects(iot.send(new DeletePolicyCommand({ policyName })), { name: "DeleteConflictException" });
    await iot.send(new DetachPolicyCommand({ policyName, target: certificateArn }));
    await iot.send(new DetachPrincipalPolicyCommand({ policyName, principal: certificateArn }));
    assert.deepEqual((await iot.send(new ListAttachedPoliciesCommand({ target: certificateArn }))).policies, []);
    assert.deepEqual(
      (await iot.send(new ListPoliciesCommand({}))).policies?.map((each) => each.policyName),
      [policyName],
    );
  });
});
