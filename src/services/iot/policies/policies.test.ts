import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  AttachPolicyCommand,
  AttachPrincipalPolicyCommand,
  AttachThingPrincipalCommand,
  type AuthInfo,
  CreateKeysAndCertificateCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateThingCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DetachPolicyCommand,
  DetachPrincipalPolicyCommand,
  GetEffectivePoliciesCommand,
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
  TestAuthorizationCommand,
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

  test("what a device may is told for each question, and by which policy", async () => {
    const { certificateArn: principal = "" } = await iot.send(
      new CreateKeysAndCertificateCommand({ setAsActive: true }),
    );
    const arn = "arn:aws:iot:us-east-1:000000000000:";
    const statement = (Effect: string, Action: string, Resource: string) => ({ Effect, Action, Resource });
    const policyDocument = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy's variable.
        statement("Allow", "iot:Connect", `${arn}client/${"${iot:Connection.Thing.ThingName}"}`),
        statement("Allow", "iot:Publish", `${arn}topic/*`),
        statement("Deny", "iot:Publish", `${arn}topic/secret`),
      ],
    });
    await iot.send(new CreatePolicyCommand({ policyName: "asked", policyDocument }));
    await iot.send(new AttachPolicyCommand({ policyName: "asked", target: principal }));
    await iot.send(new CreateThingCommand({ thingName: "asker" }));
    await iot.send(new AttachThingPrincipalCommand({ thingName: "asker", principal }));
    const { effectivePolicies } = await iot.send(new GetEffectivePoliciesCommand({ principal, thingName: "asker" }));
    assert.deepEqual(
      effectivePolicies?.map(({ policyName, policyDocument: document }) => [policyName, document]),
      [["asked", policyDocument]],
    );
    const ask = async (actionType: AuthInfo["actionType"], resource: string, more: object = {}) => {
      const { authResults } = await iot.send(
        new TestAuthorizationCommand({
          principal,
          clientId: "asker",
          authInfos: [{ actionType, resources: [`${arn}${resource}`] }],
          ...more,
        }),
      );
      return authResults?.[0];
    };
    assert.equal((await ask("CONNECT", "client/asker"))?.authDecision, "ALLOWED");
    assert.equal((await ask("CONNECT", "client/other"))?.authDecision, "IMPLICIT_DENY");
    const denied = await ask("PUBLISH", "topic/secret");
    assert.equal(denied?.authDecision, "EXPLICIT_DENY");
    assert.equal(denied?.denied?.explicitDeny?.policies?.[0]?.policyName, "asked");
    assert.equal((await ask("PUBLISH", "topic/open"))?.allowed?.policies?.[0]?.policyName, "asked");
    assert.equal((await ask("PUBLISH", "topic/open", { policyNamesToSkip: ["asked"] }))?.authDecision, "IMPLICIT_DENY");
    assert.equal((await ask("SUBSCRIBE", "topicfilter/a"))?.authDecision, "IMPLICIT_DENY");
    await iot.send(new CreatePolicyCommand({ policyName: "more", policyDocument: documentFor("iot:Subscribe") }));
    const added = await ask("SUBSCRIBE", "topicfilter/a", { policyNamesToAdd: ["more"] });
    assert.equal(added?.authDecision, "ALLOWED");
  });
});
