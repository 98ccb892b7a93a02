import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import {
  APIGatewayClient,
  CreateRestApiCommand,
  GetRestApiCommand,
  PutRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateApiMappingCommand,
  CreateDomainNameCommand,
  CreateStageCommand,
  GetApiCommand,
  ImportApiCommand,
} from "@aws-sdk/client-apigatewayv2";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { startSquall } from "../support/squall.ts";

const role = "arn:aws:iam::000000000000:role/api";
const withRole = (credentials: string | undefined) => ({
  openapi: "3.0.1",
  info: { title: "shop", version: "1" },
  paths: {
    "/orders": {
      post: {
        "x-amazon-apigateway-integration": {
          type: "aws_proxy",
          httpMethod: "POST",
          uri: "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:f/invocations",
          payloadFormatVersion: "1.0",
          credentials,
        },
      },
    },
  },
});

test("with --auth enforce APIs are made and changed by who may, by their ARNs, and a document's roles are passed on by who may pass them", async () => {
  await using squall = await startSquall({ auth: "enforce" });
  const root = JSON.parse(await readFile(join(squall.dataDir, "root-credentials.json"), "utf8"));
  const iam = squall.client(IAMClient, { credentials: root });
  await iam.send(new CreateUserCommand({ UserName: "user" }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "user" }));
  const user = { accessKeyId: AccessKey?.AccessKeyId ?? "", secretAccessKey: AccessKey?.SecretAccessKey ?? "" };
  const allow = (...statements: readonly (readonly [action: string, resource: string])[]) =>
    iam.send(
      new PutUserPolicyCommand({
        UserName: "user",
        PolicyName: "may",
        PolicyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: statements.map(([Action, Resource]) => ({ Effect: "Allow", Action, Resource })),
        }),
      }),
    );
  const [owner, gateway] = [root, user].map((credentials) => squall.client(ApiGatewayV2Client, { credentials }));
  const [ownerOfRest, rest] = [root, user].map((credentials) => squall.client(APIGatewayClient, { credentials }));
  assert.ok(owner && gateway && ownerOfRest && rest);
  const { ApiId = "" } = await owner.send(new CreateApiCommand({ Name: "a", ProtocolType: "HTTP" }));
  await owner.send(new CreateStageCommand({ ApiId, StageName: "live", AutoDeploy: true }));
  const { id: restApiId = "" } = await ownerOfRest.send(new CreateRestApiCommand({ name: "b" }));
  const DomainName = "enforced.example.com";
  await owner.send(new CreateDomainNameCommand({ DomainName, DomainNameConfigurations: [{}] }));

  const arn = (path: string) => `arn:aws:apigateway:us-east-1::${path}`;
  const get = () => gateway.send(new GetApiCommand({ ApiId }));
  const map = () => gateway.send(new CreateApiMappingCommand({ DomainName, ApiId, Stage: "live" }));
  const imported = (credentials?: string) =>
    gateway.send(new ImportApiCommand({ Body: JSON.stringify(withRole(credentials)) }));
  const put = (credentials?: string) =>
    rest.send(new PutRestApiCommand({ restApiId, body: Buffer.from(JSON.stringify(withRole(credentials))) }));
  await allow(["apigateway:GET", arn("/apis/other")]);
  await assert.rejects(get(), { message: /apigateway:GET on resource: arn:aws:apigateway:us-east-1::\/apis\// });
  await allow(
    ["apigateway:GET", arn(`/apis/${ApiId}`)],
    ["apigateway:POST", arn(`/domainnames/${DomainName}/apimappings`)],
    ["apigateway:PUT", arn("/apis")],
    ["apigateway:PUT", arn(`/restapis/${restApiId}`)],
  );
  assert.equal((await get()).ApiId, ApiId);
  await map();
  await assert.rejects(rest.send(new GetRestApiCommand({ restApiId })), { message: /apigateway:GET/ });
  await imported();
  await put();
  for (const ask of [imported, put]) await assert.rejects(ask(role), { message: /iam:PassRole/ });
  await allow(
    ["iam:PassRole", role],
    ["apigateway:PUT", arn("/apis")],
    ["apigateway:PUT", arn(`/restapis/${restApiId}`)],
  );
  await imported(role);
  await put(role);
});
