import assert from "node:assert/strict";
import { createSign, generateKeyPairSync } from "node:crypto";
import { after, before, describe, test } from "node:test";
import {
  ClearDefaultAuthorizerCommand,
  CreateAuthorizerCommand,
  DeleteAuthorizerCommand,
  DescribeAuthorizerCommand,
  DescribeDefaultAuthorizerCommand,
  IoTClient,
  ListAuthorizersCommand,
  SetDefaultAuthorizerCommand,
  TestInvokeAuthorizerCommand,
  UpdateAuthorizerCommand,
} from "@aws-sdk/client-iot";
import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import mqtt, { type IClientOptions } from "mqtt";
import { createFunction } from "../../../../test/support/create-function.ts";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";
import { zip } from "../../../../test/support/zip.ts";

const code = `
import base64, json
def handler(event, context):
    mqtt = event["protocolData"]["mqtt"]
    let_in = base64.b64decode(mqtt.get("password", "")) == b"secret" or event.get("token") == "signed"
    allow = lambda action, resource: {"Effect": "Allow", "Action": action, "Resource": resource}
    document = {"Version": "2012-10-17", "Statement": [allow("iot:Connect", "*"), allow("iot:Publish", "*:topic/open")]}
    return {"isAuthenticated": let_in, "principalId": "somebody", "disconnectAfterInSeconds": 3600,
            "refreshAfterInSeconds": 300, "policyDocuments": [json.dumps(document)]}
`;

describe("custom authorizers", () => {
  let squall: TestSquall;
  let iot: IoTClient;
  let ca: string;
  const authorizerFunctionArn = "arn:aws:lambda:us-east-1:000000000000:function:gate";
  before(async () => {
    squall = await startSquall({ mqttPort: 0 });
    iot = squall.client(IoTClient);
    ca = await (await fetch(`${squall.endpoint}/_squall/ca`)).text();
    const lambda = squall.client(LambdaClient);
    await createFunction(lambda, "gate", zip({ "index.py": code }));
    await lambda.send(
      new AddPermissionCommand({
        FunctionName: "gate",
        StatementId: "iot",
        Action: "lambda:InvokeFunction",
        Principal: "iot.amazonaws.com",
      }),
    );
    lambda.destroy();
  });
  after(async () => {
    iot.destroy();
    await squall.close();
  });

  const connect = (options: IClientOptions) =>
    mqtt.connectAsync({
      protocol: "mqtts",
      host: "localhost",
      port: squall.server.mqttPort as number,
      ca,
      clientId: "guest",
      protocolVersion: 5,
      reconnectPeriod: 0,
      ...options,
    });

  test("a function lets in who has no certificate, and says what they may", async () => {
    const authorizerName = "gate";
    await iot.send(
      new CreateAuthorizerCommand({ authorizerName, authorizerFunctionArn, signingDisabled: true, status: "ACTIVE" }),
    );
    const username = "guest?x-amz-customauthorizer-name=gate";
    await assert.rejects(connect({ username, password: "wrong" }), /Not authorized/i);
    await assert.rejects(connect({ username: "guest", password: "secret" }), /Not authorized/i);
    const client = await connect({ username, password: "secret" });
    await client.publishAsync("open", "yes", { qos: 1 });
    await assert.rejects(client.publishAsync("closed", "no", { qos: 1 }), /Not authorized/i);
    await client.endAsync();
    await iot.send(new SetDefaultAuthorizerCommand({ authorizerName }));
    const { authorizerDescription } = await iot.send(new DescribeDefaultAuthorizerCommand({}));
    assert.equal(authorizerDescription?.authorizerName, authorizerName);
    await (await connect({ username: "guest", password: "secret" })).endAsync();
    await assert.rejects(iot.send(new DeleteAuthorizerCommand({ authorizerName })), {
      name: "DeleteConflictException",
    });
    await iot.send(new UpdateAuthorizerCommand({ authorizerName, status: "INACTIVE" }));
    await assert.rejects(connect({ username, password: "secret" }), /Not authorized/i);
    await iot.send(new ClearDefaultAuthorizerCommand({}));
    await iot.send(new DeleteAuthorizerCommand({ authorizerName }));
    await assert.rejects(iot.send(new DescribeAuthorizerCommand({ authorizerName })), {
      name: "ResourceNotFoundException",
    });
  });

  test("a token's signature is asked for before the function is", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
    const signed = { authorizerName: "signed", authorizerFunctionArn, status: "ACTIVE" } as const;
    await assert.rejects(iot.send(new CreateAuthorizerCommand(signed)), { name: "InvalidRequestException" });
    const tokenSigningPublicKeys = { key: String(publicKey.export({ type: "spki", format: "pem" })) };
    await iot.send(new CreateAuthorizerCommand({ ...signed, tokenKeyName: "token", tokenSigningPublicKeys }));
    const { authorizers } = await iot.send(new ListAuthorizersCommand({ status: "ACTIVE" }));
    assert.deepEqual(
      authorizers?.map(({ authorizerName }) => authorizerName),
      ["signed"],
    );
    const signature = createSign("RSA-SHA256").update("signed").sign(privateKey, "base64");
    const username = (token: string) =>
      `?x-amz-customauthorizer-name=signed&token=${token}&x-amz-customauthorizer-signature=${encodeURIComponent(signature)}`;
    await (await connect({ username: username("signed") })).endAsync();
    const ask = (token: string) =>
      iot.send(
        new TestInvokeAuthorizerCommand({
          authorizerName: "signed",
          token,
          tokenSignature: signature,
          mqttContext: { clientId: "tester" },
        }),
      );
    const answer = await ask("signed");
    assert.deepEqual(
      [answer.isAuthenticated, answer.principalId, answer.disconnectAfterInSeconds, answer.policyDocuments?.length],
      [true, "somebody", 3_600, 1],
    );
    await assert.rejects(ask("another"), { name: "InvalidResponseException" });
    await assert.rejects(connect({ username: username("another"), password: "secret" }), /Not authorized/i);
  });
});
