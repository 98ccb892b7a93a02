import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreatePlatformApplicationCommand,
  CreatePlatformEndpointCommand,
  CreateTopicCommand,
  DeleteEndpointCommand,
  DeletePlatformApplicationCommand,
  GetEndpointAttributesCommand,
  GetPlatformApplicationAttributesCommand,
  ListEndpointsByPlatformApplicationCommand,
  ListPlatformApplicationsCommand,
  PublishCommand,
  SetEndpointAttributesCommand,
  SetPlatformApplicationAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from "@aws-sdk/client-sns";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

describe("platform applications and their endpoints", () => {
  let squall: TestSquall;
  let sns: SNSClient;
  let application = "";
  before(async () => {
    squall = await startSquall();
    sns = squall.client(SNSClient);
    const Attributes = { PlatformPrincipal: "id", PlatformCredential: "secret" };
    const made = await sns.send(new CreatePlatformApplicationCommand({ Name: "shop", Platform: "ADM", Attributes }));
    application = made.PlatformApplicationArn ?? "";
  });
  after(async () => {
    sns.destroy();
    await squall.close();
  });

  const invalid = (message: string) => ({ name: "InvalidParameterException", message });
  const device = async (Token: string, more: object = {}) => {
    const command = new CreatePlatformEndpointCommand({ PlatformApplicationArn: application, Token, ...more });
    return (await sns.send(command)).EndpointArn ?? "";
  };

  test("an application is made, listed, changed and deleted; its credentials are shown to nobody", async () => {
    assert.equal(application, "arn:aws:sns:us-east-1:000000000000:app/ADM/shop");
    const { PlatformApplications } = await sns.send(new ListPlatformApplicationsCommand({}));
    assert.deepEqual(PlatformApplications, [{ PlatformApplicationArn: application, Attributes: { Enabled: "true" } }]);
    const set = new SetPlatformApplicationAttributesCommand({
      PlatformApplicationArn: application,
      Attributes: { Enabled: "false" },
    });
    await sns.send(set);
    const get = new GetPlatformApplicationAttributesCommand({ PlatformApplicationArn: application });
    assert.deepEqual((await sns.send(get)).Attributes, { Enabled: "false" });
    await assert.rejects(sns.send(new PublishCommand({ TargetArn: await device("d"), Message: "m" })), {
      name: "PlatformApplicationDisabledException",
    });
    await sns.send(
      new SetPlatformApplicationAttributesCommand({
        PlatformApplicationArn: application,
        Attributes: { Enabled: "true" },
      }),
    );
    const other = new CreatePlatformApplicationCommand({ Name: "x", Platform: "AAA", Attributes: { a: "b" } });
    await assert.rejects(sns.send(other), invalid("Invalid parameter: Platform Reason: AAA is not supported"));
  });

  test("a device is known by its token, and has attributes", async () => {
    const arn = await device("token", { CustomUserData: "bar", Attributes: { CustomUserData: "foo" } });
    assert.equal(await device("token", { CustomUserData: "foo" }), arn);
    await assert.rejects(
      device("token", { Attributes: { Enabled: "false" } }),
      invalid(
        `Invalid parameter: Token Reason: Endpoint ${arn} already exists with the same Token, but different attributes.`,
      ),
    );
    const attributes = async () => (await sns.send(new GetEndpointAttributesCommand({ EndpointArn: arn }))).Attributes;
    assert.deepEqual(await attributes(), { CustomUserData: "foo", Enabled: "true", Token: "token" });
    await sns.send(new SetEndpointAttributesCommand({ EndpointArn: arn, Attributes: { Enabled: "false" } }));
    assert.equal((await attributes())?.Enabled, "false");
    await assert.rejects(sns.send(new PublishCommand({ TargetArn: arn, Message: "m" })), {
      name: "EndpointDisabledException",
      message: "Endpoint is disabled",
    });
    const list = new ListEndpointsByPlatformApplicationCommand({ PlatformApplicationArn: application });
    const before = (await sns.send(list)).Endpoints ?? [];
    await sns.send(new DeleteEndpointCommand({ EndpointArn: arn }));
    await sns.send(new DeleteEndpointCommand({ EndpointArn: arn }));
    assert.equal((await sns.send(list)).Endpoints?.length, before.length - 1);
    await assert.rejects(attributes(), { name: "NotFoundException", message: "Endpoint does not exist" });
  });

  test("a push is left in the outbox, by its platform's own text", async () => {
    const arn = await device("pushed");
    const Message = JSON.stringify({ default: "for all", ADM: '{"data":1}' });
    await sns.send(new PublishCommand({ TargetArn: arn, Message, MessageStructure: "json" }));
    const url = `${squall.endpoint}/_aws/sns/platform-endpoint-messages?endpointArn=${encodeURIComponent(arn)}`;
    const { platform_endpoint_messages: pushed } = (await (await fetch(url)).json()) as {
      platform_endpoint_messages: Record<string, { Message: string }[]>;
    };
    assert.deepEqual(
      pushed[arn]?.map(({ Message: text }) => JSON.parse(text)),
      ['{"data":1}'],
    );
  });

  test("Firebase's key needs no principal; of an application that is not there attributes are not looked at", async () => {
    const create = (Platform: string, Attributes: Record<string, string>) =>
      sns.send(new CreatePlatformApplicationCommand({ Name: "phones", Platform, Attributes }));
    const { PlatformApplicationArn: firebase } = await create("GCM", { PlatformCredential: "key" });
    assert.equal(firebase, "arn:aws:sns:us-east-1:000000000000:app/GCM/phones");
    await assert.rejects(
      create("APNS", { PlatformCredential: "key" }),
      invalid("Invalid parameter: Attributes Reason: PlatformCredential attribute provided without PlatformPrincipal"),
    );
    const set = (PlatformApplicationArn: string | undefined, Attributes: Record<string, string>) =>
      sns.send(new SetPlatformApplicationAttributesCommand({ PlatformApplicationArn, Attributes }));
    const gone = firebase?.replace("phones", "gone");
    await assert.rejects(set(gone, { Dummy: "1" }), { name: "NotFoundException" });
    await assert.rejects(set(gone, {}), /Value null at 'attributes'/);
    await assert.rejects(set(firebase, { Dummy: "1" }), /Invalid attribute name: Dummy/);
  });

  test("what is not built is refused by name; devices of other accounts are nobody's to subscribe", async () => {
    const Attributes = { SuccessFeedbackRoleArn: "arn:aws:iam::000000000000:role/r" };
    await assert.rejects(
      sns.send(new SetPlatformApplicationAttributesCommand({ PlatformApplicationArn: application, Attributes })),
      /SuccessFeedbackRoleArn/,
    );
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "pushes" }));
    const own = await device("own");
    const Protocol = "application";
    await sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint: own }));
    const Endpoint = own.replace("000000000000", "111111111111");
    await assert.rejects(sns.send(new SubscribeCommand({ TopicArn, Protocol, Endpoint })), {
      name: "InvalidParameterException",
    });
  });

  test("a path that is no encoding is answered", async () => {
    const answer = await fetch(
      `${squall.endpoint}/_aws/sns/subscription-tokens/arn:aws:sns:us-east-1:000000000000:t:%zz`,
    );
    assert.ok(answer.status === 400 || answer.status === 404, String(answer.status));
  });

  test("an application that is deleted is not there", async () => {
    const Attributes = { Enabled: "true" };
    const made = await sns.send(new CreatePlatformApplicationCommand({ Name: "gone", Platform: "GCM", Attributes }));
    const PlatformApplicationArn = made.PlatformApplicationArn;
    await sns.send(new DeletePlatformApplicationCommand({ PlatformApplicationArn }));
    await assert.rejects(sns.send(new ListEndpointsByPlatformApplicationCommand({ PlatformApplicationArn })), {
      name: "NotFoundException",
      message: "PlatformApplication does not exist",
    });
  });
});
