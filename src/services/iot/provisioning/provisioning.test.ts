import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreatePolicyCommand,
  CreateProvisioningClaimCommand,
  CreateProvisioningTemplateCommand,
  CreateProvisioningTemplateVersionCommand,
  CreateThingGroupCommand,
  CreateThingTypeCommand,
  DeleteProvisioningTemplateCommand,
  DeleteProvisioningTemplateVersionCommand,
  DescribeCACertificateCommand,
  DescribeCertificateCommand,
  DescribeProvisioningTemplateCommand,
  DescribeProvisioningTemplateVersionCommand,
  DescribeThingCommand,
  IoTClient,
  ListAttachedPoliciesCommand,
  ListCertificatesByCACommand,
  ListProvisioningTemplatesCommand,
  ListProvisioningTemplateVersionsCommand,
  ListThingGroupsForThingCommand,
  ListThingPrincipalsCommand,
  RegisterCACertificateCommand,
  RegisterThingCommand,
  UpdateCACertificateCommand,
  UpdateCertificateCommand,
  UpdateProvisioningTemplateCommand,
} from "@aws-sdk/client-iot";
import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { createFunction } from "../../../../test/support/create-function.ts";
import { makeAuthority } from "../../../../test/support/device-authority.ts";
import { arnOfDevices, type Device, DeviceRig } from "../../../../test/support/devices.ts";
import { eventually } from "../../../../test/support/eventually.ts";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";
import { zip } from "../../../../test/support/zip.ts";

const hook = `
def handler(event, context):
    number = event["parameters"]["SerialNumber"]
    return {"allowProvisioning": number != "forged", "parameterOverrides": {"Place": "hall " + event["clientId"]}}
`;
const roleArn = "arn:aws:iam::000000000000:role/provisions";
const ref = (Ref: string) => ({ Ref });

/** What the manual's own template has. */
const template = (more: object = {}) => ({
  Parameters: {
    SerialNumber: { Type: "String" },
    Place: { Type: "String", Default: "nowhere" },
    "AWS::IoT::Certificate::Id": { Type: "String" },
  },
  Resources: {
    certificate: {
      Type: "AWS::IoT::Certificate",
      Properties: { CertificateId: ref("AWS::IoT::Certificate::Id"), Status: "Active" },
    },
    policy: { Type: "AWS::IoT::Policy", Properties: { PolicyName: "pumps" } },
    thing: {
      Type: "AWS::IoT::Thing",
      OverrideSettings: { AttributePayload: "MERGE", ThingGroups: "DO_NOTHING" },
      Properties: {
        ThingName: { "Fn::Join": ["", ["pump-", ref("SerialNumber")]] },
        ThingTypeName: "pump",
        ThingGroups: ["pumps"],
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a template's own.
        AttributePayload: { place: ref("Place"), label: { "Fn::Sub": "no ${SerialNumber}" } },
      },
    },
  },
  DeviceConfiguration: { server: "one", number: ref("SerialNumber") },
  ...more,
});

describe("devices are provisioned", () => {
  let squall: TestSquall;
  let iot: IoTClient;
  let rig: DeviceRig;
  before(async () => {
    squall = await startSquall({ mqttPort: 0 });
    iot = squall.client(IoTClient);
    rig = await DeviceRig.open(squall, iot);
    const iam = squall.client(IAMClient);
    const allow = (more: object) =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...more }] });
    await iam.send(
      new CreateRoleCommand({
        RoleName: "provisions",
        AssumeRolePolicyDocument: allow({ Principal: { Service: "iot.amazonaws.com" }, Action: "sts:AssumeRole" }),
      }),
    );
    const PolicyDocument = allow({ Action: "iot:*", Resource: "*" });
    await iam.send(new PutRolePolicyCommand({ RoleName: "provisions", PolicyName: "all", PolicyDocument }));
    iam.destroy();
    const policyDocument = allow({ Action: "iot:*", Resource: "*" });
    await iot.send(new CreatePolicyCommand({ policyName: "pumps", policyDocument }));
    await iot.send(new CreateThingTypeCommand({ thingTypeName: "pump" }));
    await iot.send(new CreateThingGroupCommand({ thingGroupName: "pumps" }));
  });
  after(async () => {
    rig.close();
    iot.destroy();
    await squall.close();
  });

  const create = (templateName: string, more: object = {}) =>
    iot.send(
      new CreateProvisioningTemplateCommand({
        templateName,
        templateBody: JSON.stringify(template()),
        provisioningRoleArn: roleArn,
        enabled: true,
        ...more,
      }),
    );

  test("a template has versions, one of which holds", async () => {
    const { templateArn, defaultVersionId } = await create("versions", { description: "first", enabled: false });
    assert.deepEqual([templateArn, defaultVersionId], [`${arnOfDevices}provisioningtemplate/versions`, 1]);
    await assert.rejects(create("versions"), { name: "ResourceAlreadyExistsException" });
    await assert.rejects(create("none", { templateBody: "{}" }), { name: "InvalidRequestException" });
    const templateBody = JSON.stringify(template({ DeviceConfiguration: {} }));
    const second = await iot.send(
      new CreateProvisioningTemplateVersionCommand({ templateName: "versions", templateBody, setAsDefault: true }),
    );
    assert.deepEqual([second.versionId, second.isDefaultVersion], [2, true]);
    const described = await iot.send(new DescribeProvisioningTemplateCommand({ templateName: "versions" }));
    assert.deepEqual(
      [described.defaultVersionId, described.templateBody, described.enabled, described.type, described.description],
      [2, templateBody, false, "FLEET_PROVISIONING", "first"],
    );
    const first = await iot.send(
      new DescribeProvisioningTemplateVersionCommand({ templateName: "versions", versionId: 1 }),
    );
    assert.equal(first.isDefaultVersion, false);
    const { versions } = await iot.send(new ListProvisioningTemplateVersionsCommand({ templateName: "versions" }));
    assert.deepEqual(
      versions?.map(({ versionId }) => versionId),
      [2, 1],
    );
    const remove = (versionId: number) =>
      iot.send(new DeleteProvisioningTemplateVersionCommand({ templateName: "versions", versionId }));
    await assert.rejects(remove(2), { name: "DeleteConflictException" });
    await remove(1);
    await iot.send(
      new UpdateProvisioningTemplateCommand({ templateName: "versions", description: "later", enabled: true }),
    );
    const { templates } = await iot.send(new ListProvisioningTemplatesCommand({}));
    assert.deepEqual(
      templates?.map(({ templateName, description, enabled }) => [templateName, description, enabled]),
      [["versions", "later", true]],
    );
    await iot.send(new DeleteProvisioningTemplateCommand({ templateName: "versions" }));
    await assert.rejects(iot.send(new DescribeProvisioningTemplateCommand({ templateName: "versions" })), {
      name: "ResourceNotFoundException",
    });
  });

  test("RegisterThing makes what a template says, once, and refuses what is missing", async () => {
    const { CertificateId: _id, ...rest } = template().Resources.certificate.Properties;
    const { pem } = await makeAuthority("one of nobody's");
    const body = template({
      Resources: {
        ...template().Resources,
        certificate: { Type: "AWS::IoT::Certificate", Properties: { ...rest, CertificatePem: pem } },
      },
    });
    const register = (parameters: Record<string, string>) =>
      iot.send(new RegisterThingCommand({ templateBody: JSON.stringify(body), parameters }));
    await assert.rejects(register({}), { message: /Missing value for template parameter SerialNumber/ });
    const made = await register({ SerialNumber: "1" });
    assert.deepEqual(Object.keys(made.resourceArns ?? {}), ["certificate", "policy", "thing"]);
    assert.equal(made.resourceArns?.thing, `${arnOfDevices}thing/pump-1`);
    const again = await register({ SerialNumber: "1", Place: "yard" });
    assert.deepEqual(again.resourceArns, made.resourceArns);
    const thing = await iot.send(new DescribeThingCommand({ thingName: "pump-1" }));
    assert.deepEqual(thing.attributes, { place: "yard", label: "no 1" });
    const { thingGroups } = await iot.send(new ListThingGroupsForThingCommand({ thingName: "pump-1" }));
    assert.deepEqual(
      thingGroups?.map(({ groupName }) => groupName),
      ["pumps"],
    );
    const { policies } = await iot.send(
      new ListAttachedPoliciesCommand({ target: made.resourceArns?.certificate ?? "" }),
    );
    assert.deepEqual(
      policies?.map(({ policyName }) => policyName),
      ["pumps"],
    );
  });

  /** Asks by MQTT, and gives the answer. */
  const ask = async (device: Device, topic: string, request: object) => {
    for (const end of ["accepted", "rejected"]) await device.client.subscribeAsync(`${topic}/${end}`, { qos: 1 });
    const before = device.got.length;
    await device.client.publishAsync(topic, JSON.stringify(request), { qos: 1 });
    const answer = await eventually(
      async () => device.got.slice(before).find((each) => each.topic.startsWith(`${topic}/`)),
      `an answer to ${topic}`,
    );
    const told: Record<string, string> = JSON.parse(answer.text);
    return { ...told, end: answer.topic.slice(topic.length + 1) } as Record<string, string>;
  };

  test("a device with a claim is given a certificate of its own and becomes a thing, if the function lets it", async () => {
    const lambda = squall.client(LambdaClient);
    await createFunction(lambda, "hook", zip({ "index.py": hook }));
    const permission = { FunctionName: "hook", StatementId: "iot", Action: "lambda:InvokeFunction" };
    await lambda.send(new AddPermissionCommand({ ...permission, Principal: "iot.amazonaws.com" }));
    lambda.destroy();
    const targetArn = "arn:aws:lambda:us-east-1:000000000000:function:hook";
    await create("fleet", { preProvisioningHook: { targetArn } });
    const claim = await iot.send(new CreateProvisioningClaimCommand({ templateName: "fleet" }));
    const leftMs = (claim.expiration?.getTime() ?? 0) - Date.now();
    assert.ok(leftMs > 200_000 && leftMs <= 300_000, `${leftMs} ms`);
    const keys = { cert: claim.certificatePem ?? "", key: claim.keyPair?.PrivateKey ?? "" };
    const one = await rig.device("factory-1", keys);
    const other = await rig.device("factory-2", keys);
    for (const end of ["accepted", "rejected"])
      await other.client.subscribeAsync(`$aws/certificates/create/json/${end}`, { qos: 1 });
    // A claim is good for nothing else.
    await assert.rejects(other.client.subscribeAsync("pumps/#"));
    const made = await ask(one, "$aws/certificates/create/json", {});
    assert.equal(made.end, "accepted");
    assert.match(made.privateKey ?? "", /BEGIN RSA PRIVATE KEY/);
    const described = async () =>
      (await iot.send(new DescribeCertificateCommand({ certificateId: made.certificateId }))).certificateDescription
        ?.status;
    assert.equal(await described(), "PENDING_ACTIVATION");
    const provision = "$aws/provisioning-templates/fleet/provision/json";
    const register = (SerialNumber: string, certificateOwnershipToken = made.certificateOwnershipToken) =>
      ask(one, provision, { certificateOwnershipToken, parameters: { SerialNumber } });
    assert.deepEqual(await register("7", ""), {
      end: "rejected",
      statusCode: 400,
      errorCode: "InvalidCertificateOwnershipToken",
      errorMessage: "Certificate ownership token cannot be empty.",
    });
    assert.equal((await register("forged")).errorCode, "AccessDenied");
    assert.equal(await described(), "PENDING_ACTIVATION");
    assert.deepEqual(await register("7"), {
      end: "accepted",
      deviceConfiguration: { server: "one", number: "7" },
      thingName: "pump-7",
    });
    assert.equal(await described(), "ACTIVE");
    const { attributes } = await iot.send(new DescribeThingCommand({ thingName: "pump-7" }));
    assert.equal(attributes?.place, "hall factory-1");
    const pump = await rig.device("pump-7", { cert: made.certificatePem ?? "", key: made.privateKey ?? "" });
    await pump.client.publishAsync("pumps/7", "on", { qos: 1 });
    // Others with the same claim are told nothing of it.
    assert.deepEqual(other.got, []);
    const missing = await ask(pump, "$aws/provisioning-templates/none/provision/json", {
      certificateOwnershipToken: "x",
    });
    assert.deepEqual([missing.end, missing.errorCode], ["rejected", "ResourceNotFound"]);
    assert.equal((await ask(pump, "$aws/certificates/create-from-csr/json", {})).errorCode, "InvalidCsr");
    for (const each of [one, other, pump]) await each.client.endAsync();
  });

  const registerCa = (caCertificate: string, more: object) =>
    iot.send(
      new RegisterCACertificateCommand({
        caCertificate,
        certificateMode: "SNI_ONLY",
        setAsActive: true,
        allowAutoRegistration: true,
        ...more,
      }),
    );

  test("a certificate of a registered authority is registered when it first comes, and somebody is told", async () => {
    const authority = await makeAuthority("factory");
    const { certificateId: caCertificateId } = await registerCa(authority.pem, {});
    const teller = await rig.program("teller");
    await teller.client.subscribeAsync(`$aws/events/certificates/registered/${caCertificateId}`, { qos: 1 });
    const device = await authority.device("valve");
    await assert.rejects(rig.device("valve", device));
    const told = await eventually(async () => teller.got[0], "the certificate's registration");
    const { certificateId, certificateStatus, awsAccountId } = JSON.parse(told.text);
    assert.deepEqual([certificateStatus, awsAccountId], ["PENDING_ACTIVATION", "000000000000"]);
    const { certificates } = await iot.send(new ListCertificatesByCACommand({ caCertificateId }));
    assert.deepEqual(
      certificates?.map(({ certificateId: id, status }) => [id, status]),
      [[certificateId, certificateStatus]],
    );
    await assert.rejects(rig.device("valve", device));
    await iot.send(new UpdateCertificateCommand({ certificateId, newStatus: "ACTIVE" }));
    await iot.send(
      new UpdateCACertificateCommand({ certificateId: caCertificateId, newAutoRegistrationStatus: "DISABLE" }),
    );
    const late = await authority.device("late");
    await assert.rejects(rig.device("late", late));
    assert.equal((await iot.send(new ListCertificatesByCACommand({ caCertificateId }))).certificates?.length, 1);
    await teller.client.endAsync();
  });

  test("and provisioned where the authority has a template", async () => {
    const authority = await makeAuthority("plant");
    const body = template({
      Parameters: {
        "AWS::IoT::Certificate::CommonName": { Type: "String" },
        "AWS::IoT::Certificate::Id": { Type: "String" },
      },
    });
    const thing = { Type: "AWS::IoT::Thing", Properties: { ThingName: ref("AWS::IoT::Certificate::CommonName") } };
    const templateBody = JSON.stringify({ ...body, Resources: { ...body.Resources, thing }, DeviceConfiguration: {} });
    const { certificateId } = await registerCa(authority.pem, { registrationConfig: { templateBody, roleArn } });
    const { registrationConfig } = await iot.send(new DescribeCACertificateCommand({ certificateId }));
    assert.deepEqual(registrationConfig, { templateBody, roleArn });
    const device = await authority.device("fan-1");
    await assert.rejects(rig.device("fan-1", device));
    const fan = await eventually(() => rig.device("fan-1", device).catch(() => undefined), "the fan");
    const { principals } = await iot.send(new ListThingPrincipalsCommand({ thingName: "fan-1" }));
    assert.equal(principals?.length, 1);
    await fan.client.publishAsync("fans/1", "on", { qos: 1 });
    await fan.client.endAsync();
    await iot.send(new UpdateCACertificateCommand({ certificateId, removeAutoRegistration: true }));
    assert.equal((await iot.send(new DescribeCACertificateCommand({ certificateId }))).registrationConfig, undefined);
  });
});
