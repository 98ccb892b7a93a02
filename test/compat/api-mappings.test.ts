import assert from "node:assert/strict";
import { request as requestSecure } from "node:https";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  GetDomainNameCommand as GetDomainNameOfRestCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateDomainNameCommand as UpdateDomainNameOfRestCommand,
} from "@aws-sdk/client-api-gateway";
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateApiMappingCommand,
  CreateDomainNameCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateRouteResponseCommand,
  CreateStageCommand,
  DeleteApiMappingCommand,
  DeleteDomainNameCommand,
  GetApiMappingCommand,
  GetApiMappingsCommand,
  GetDomainNameCommand,
  GetDomainNamesCommand,
  GetTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateApiMappingCommand,
  UpdateDomainNameCommand,
} from "@aws-sdk/client-apigatewayv2";
import { AddPermissionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { makeClientAuthority } from "../support/client-certificates.ts";
import { createFunction } from "../support/create-function.ts";
import { eventually } from "../support/eventually.ts";
import { askUrl } from "../support/function-urls.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";
import { connectTo } from "../support/web-sockets.ts";
import { zip } from "../support/zip.ts";

let squall: TestSquall;
let gateway: ApiGatewayV2Client;
let rest: APIGatewayClient;
let s3: S3Client;
let ca: string;
let httpApi: string;
let restApi: string;

const echo = "arn:aws:lambda:us-east-1:000000000000:function:echo";
const source = `
import json
def handler(event, context):
    return {"statusCode": 200, "body": json.dumps(event)}
`;

before(async () => {
  squall = await startSquall();
  gateway = squall.client(ApiGatewayV2Client);
  rest = squall.client(APIGatewayClient);
  s3 = squall.client(S3Client, { forcePathStyle: true });
  ca = await (await fetch(`${squall.endpoint}/_squall/ca`)).text();
  const lambda = squall.client(LambdaClient);
  await createFunction(lambda, "echo", zip({ "index.py": source }));
  const permission = { StatementId: "api", Action: "lambda:InvokeFunction", Principal: "apigateway.amazonaws.com" };
  await lambda.send(new AddPermissionCommand({ FunctionName: "echo", ...permission }));
  const made = await gateway.send(
    new CreateApiCommand({
      Name: "echo",
      ProtocolType: "HTTP",
      Target: echo,
    }),
  );
  httpApi = made.ApiId ?? "";
  restApi = await makeRestApi();
  await s3.send(new CreateBucketCommand({ Bucket: "trust" }));
});
after(() => squall?.close());

/** With the stage `live`, whose root answers with the client's certificate. */
async function makeRestApi(): Promise<string> {
  const { id: restApiId = "", rootResourceId: resourceId = "" } = await rest.send(
    new CreateRestApiCommand({ name: "mock" }),
  );
  const place = { restApiId, resourceId, httpMethod: "GET" };
  await rest.send(new PutMethodCommand({ ...place, authorizationType: "NONE" }));
  await rest.send(new PutMethodResponseCommand({ ...place, statusCode: "200" }));
  const requestTemplates = { "application/json": '{"statusCode": 200}' };
  await rest.send(new PutIntegrationCommand({ ...place, type: "MOCK", requestTemplates }));
  const responseTemplates = { "application/json": "rest $context.identity.clientCert.subjectDN" };
  await rest.send(new PutIntegrationResponseCommand({ ...place, statusCode: "200", responseTemplates }));
  await rest.send(new CreateDeploymentCommand({ restApiId, stageName: "live" }));
  return restApiId;
}

async function makeDomain(DomainName: string, more: object = {}) {
  const DomainNameConfigurations = [{ CertificateArn: "arn:aws:acm:us-east-1:000000000000:certificate/a" }];
  return gateway.send(new CreateDomainNameCommand({ DomainName, DomainNameConfigurations, ...more }));
}

async function map(DomainName: string, ApiId: string, Stage: string, ApiMappingKey?: string): Promise<string> {
  const made = await gateway.send(new CreateApiMappingCommand({ DomainName, ApiId, Stage, ApiMappingKey }));
  return made.ApiMappingId ?? "";
}

async function ask(host: string, path: string) {
  const { status, body } = await askUrl(squall.endpoint, { path, headers: { host } });
  return { status, body: body.toString() };
}

/** By TLS, with a certificate of the client's own or without. */
interface SecureAsking {
  cert?: string;
  key?: string;
  hostHeader?: string;
  maxVersion?: "TLSv1.2" | "TLSv1.3";
  /** Goes on with a former connection's. */
  session?: Buffer | undefined;
  onSession?: (session: Buffer) => void;
}

async function askSecurely(
  host: string,
  { hostHeader = host, onSession = () => {}, ...tls }: SecureAsking = {},
): Promise<string> {
  const { port } = new URL(squall.endpoint);
  const answer = await new Promise<Parameters<typeof text>[0]>((resolve, reject) => {
    const options = { host: "127.0.0.1", port, ca, servername: host, agent: false, ...tls };
    requestSecure({ ...options, path: "/", headers: { host: hostHeader } }, resolve)
      .on("socket", (socket) => socket.on("session", onSession))
      .on("error", reject)
      .end();
  });
  return text(answer);
}

test("a domain name is the same for both versions of the API, and its mappings lead to APIs of both", async () => {
  const made = await makeDomain("Api.Example.com", { Tags: { team: "a" } });
  assert.equal(made.DomainName, "api.example.com");
  assert.equal(made.ApiMappingSelectionExpression, "$request.basepath");
  const [configuration] = made.DomainNameConfigurations ?? [];
  assert.equal(configuration?.DomainNameStatus, "AVAILABLE");
  assert.match(configuration?.ApiGatewayDomainName ?? "", /^d-[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com$/);
  await assert.rejects(makeDomain("api.example.com"), { name: "ConflictException" });
  const ofRest = await rest.send(new GetDomainNameOfRestCommand({ domainName: "API.example.com" }));
  assert.equal(ofRest.regionalDomainName, configuration?.ApiGatewayDomainName);
  await map("api.example.com", httpApi, "$default", "shop/v1");
  await map("api.example.com", restApi, "live");
  const event = JSON.parse((await ask("api.example.com", "/shop/v1/pets?x=1")).body);
  assert.deepEqual([event.rawPath, event.requestContext.stage], ["/pets", "$default"]);
  assert.equal(event.requestContext.domainName, "api.example.com");
  assert.equal(event.requestContext.authentication, undefined);
  assert.equal((await ask("api.example.com", "/")).body, "rest ");
});

test("mappings are listed, changed and refused", async () => {
  const DomainName = "mapped.example.com";
  await makeDomain(DomainName);
  const ApiMappingId = await map(DomainName, httpApi, "$default", "a");
  await assert.rejects(map(DomainName, httpApi, "$default", "a"), { name: "ConflictException" });
  await assert.rejects(map(DomainName, httpApi, "$default", "/a"), { name: "BadRequestException" });
  await assert.rejects(map(DomainName, httpApi, "none", "b"), { name: "NotFoundException" });
  await assert.rejects(map(DomainName, "nosuchapi1", "live", "b"), { name: "NotFoundException" });
  await assert.rejects(map("none.example.com", httpApi, "$default"), {
    name: "NotFoundException",
    message: "Invalid domain name identifier specified",
  });
  const second = await map(DomainName, restApi, "live", "b");
  const first = await gateway.send(new GetApiMappingsCommand({ DomainName, MaxResults: "1" }));
  const rest1 = await gateway.send(new GetApiMappingsCommand({ DomainName, NextToken: first.NextToken }));
  const ids = [...(first.Items ?? []), ...(rest1.Items ?? [])].map((each) => each.ApiMappingId);
  assert.deepEqual(ids.toSorted(), [ApiMappingId, second].toSorted());
  await gateway.send(
    new UpdateApiMappingCommand({ DomainName, ApiMappingId, ApiId: httpApi, Stage: "$default", ApiMappingKey: "c/d" }),
  );
  const changed = await gateway.send(new GetApiMappingCommand({ DomainName, ApiMappingId }));
  assert.deepEqual([changed.ApiMappingKey, changed.Stage, changed.ApiId], ["c/d", "$default", httpApi]);
  assert.equal(JSON.parse((await ask(DomainName, "/c/d/e")).body).rawPath, "/e");
  assert.equal((await ask(DomainName, "/a")).status, 403);
  await gateway.send(new DeleteApiMappingCommand({ DomainName, ApiMappingId }));
  assert.equal((await ask(DomainName, "/c/d/e")).status, 403);
  await assert.rejects(gateway.send(new DeleteApiMappingCommand({ DomainName, ApiMappingId })), {
    name: "NotFoundException",
  });
});

test("a domain name is changed, tagged, listed and deleted, and others may have it then", async () => {
  const DomainName = "changed.example.com";
  const { DomainNameArn: ResourceArn = "" } = await makeDomain(DomainName);
  const CertificateArn = "arn:aws:acm:us-east-1:000000000000:certificate/b";
  await gateway.send(new UpdateDomainNameCommand({ DomainName, DomainNameConfigurations: [{ CertificateArn }] }));
  await gateway.send(new TagResourceCommand({ ResourceArn, Tags: { team: "a", shop: "b" } }));
  await gateway.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["shop"] }));
  assert.deepEqual((await gateway.send(new GetTagsCommand({ ResourceArn }))).Tags, { team: "a" });
  const found = await gateway.send(new GetDomainNameCommand({ DomainName: "CHANGED.example.com" }));
  assert.equal(found.DomainNameConfigurations?.[0]?.CertificateArn, CertificateArn);
  assert.deepEqual(found.Tags, { team: "a" });
  const { Items = [] } = await gateway.send(new GetDomainNamesCommand({}));
  assert.ok(Items.some((each) => each.DomainName === DomainName));
  await assert.rejects(makeDomain("edge.example.com", { DomainNameConfigurations: [{ EndpointType: "EDGE" }] }), {
    name: "BadRequestException",
    message: /^Only REGIONAL domain names can be managed/,
  });
  await gateway.send(new DeleteDomainNameCommand({ DomainName }));
  await assert.rejects(gateway.send(new GetDomainNameCommand({ DomainName })), { name: "NotFoundException" });
  const other = squall.client(ApiGatewayV2Client, {
    credentials: { accessKeyId: "111111111111", secretAccessKey: "test" },
  });
  const DomainNameConfigurations = [{ CertificateArn }];
  await other.send(new CreateDomainNameCommand({ DomainName, DomainNameConfigurations }));
  await assert.rejects(makeDomain(DomainName), { name: "ConflictException" });
});

test("with mutual TLS only clients of the truststore's authorities come in, and functions are told who they are", async () => {
  const [trusted, stranger] = await Promise.all([makeClientAuthority("trusted"), makeClientAuthority("stranger")]);
  const [client, foe] = await Promise.all([trusted.issue("vending-machine-7"), stranger.issue("foe")]);
  await s3.send(new PutObjectCommand({ Bucket: "trust", Key: "ca.pem", Body: trusted.certificate }));
  await s3.send(new PutObjectCommand({ Bucket: "trust", Key: "empty.pem", Body: "nothing" }));
  const DomainName = "mutual.example.com";
  for (const TruststoreUri of ["s3://trust/none.pem", "s3://trust/empty.pem", "https://trust/ca.pem"])
    await assert.rejects(makeDomain(DomainName, { MutualTlsAuthentication: { TruststoreUri } }), {
      name: "BadRequestException",
    });
  const TruststoreUri = "s3://trust/ca.pem";
  const made = await makeDomain(DomainName, { MutualTlsAuthentication: { TruststoreUri } });
  assert.deepEqual(made.MutualTlsAuthentication, { TruststoreUri });
  await map(DomainName, httpApi, "$default");
  const { authentication } = JSON.parse(await askSecurely(DomainName, client)).requestContext;
  assert.equal(authentication.clientCert.subjectDN, "CN=vending-machine-7,O=Shop");
  assert.equal(authentication.clientCert.issuerDN, "CN=trusted,O=Test");
  assert.match(authentication.clientCert.serialNumber, /^(?:[0-9a-f]{2}:)*[0-9a-f]{2}$/);
  assert.match(authentication.clientCert.clientCertPem, /^-----BEGIN CERTIFICATE-----/);
  assert.match(authentication.clientCert.validity.notAfter, / GMT$/);
  await assert.rejects(askSecurely(DomainName, foe), "who is signed by nobody of the truststore");
  await assert.rejects(askSecurely(DomainName), "who shows nothing");
  for (const maxVersion of ["TLSv1.2", "TLSv1.3"] as const) {
    let session: Buffer | undefined;
    const onSession = (given: Buffer) => {
      session = given;
    };
    await askSecurely(DomainName, { ...client, maxVersion, onSession });
    const again = await askSecurely(DomainName, { ...client, maxVersion, session });
    assert.match(again, /vending-machine-7/, `${maxVersion}: who comes again is let in again`);
    await assert.rejects(askSecurely(DomainName, { maxVersion, session }), `${maxVersion}: and looked at again`);
  }
  assert.equal((await ask(DomainName, "/")).status, 403, "nobody comes in without TLS");
  await makeDomain("open.example.com");
  await map("open.example.com", httpApi, "$default");
  assert.match(await askSecurely("open.example.com", { hostHeader: DomainName }), /Forbidden/);

  await makeDomain("rest.example.com");
  await map("rest.example.com", restApi, "live");
  const patch = (path: string, value: string) =>
    rest.send(
      new UpdateDomainNameOfRestCommand({
        domainName: "rest.example.com",
        patchOperations: [{ op: "replace", path: `/mutualTlsAuthentication/${path}`, value }],
      }),
    );
  const patched = await patch("truststoreUri", TruststoreUri);
  assert.equal(patched.mutualTlsAuthentication?.truststoreUri, TruststoreUri);
  assert.equal(await askSecurely("rest.example.com", client), "rest CN=vending-machine-7,O=Shop");
  await assert.rejects(askSecurely("rest.example.com", foe));
  await patch("truststoreUri", "");
  assert.equal(await askSecurely("rest.example.com"), "rest ");
});

test("clients of a WebSocket API come by a domain name, and are sent messages by it", async () => {
  const api = await gateway.send(
    new CreateApiCommand({ Name: "chat", ProtocolType: "WEBSOCKET", RouteSelectionExpression: "$request.body.action" }),
  );
  const { ApiId = "" } = api;
  const integration = await gateway.send(
    new CreateIntegrationCommand({ ApiId, IntegrationType: "AWS_PROXY", IntegrationUri: `${echo}-none` }),
  );
  const Target = `integrations/${integration.IntegrationId}`;
  const { RouteId } = await gateway.send(
    new CreateRouteCommand({ ApiId, RouteKey: "who", Target, RouteResponseSelectionExpression: "$default" }),
  );
  await gateway.send(new CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: "$default" }));
  await gateway.send(new CreateStageCommand({ ApiId, StageName: "dev", AutoDeploy: true }));
  const host = "socket.example.com";
  await makeDomain(host);
  await map(host, ApiId, "dev", "chat");
  const { port } = new URL(squall.endpoint);
  const client = await connectTo(`ws://${host}:${port}/chat`);
  client.send({ action: "who" });
  // Its failure tells the client its connection's id.
  const { connectionId } = JSON.parse(await client.next());
  const post = (id: string) =>
    askUrl(squall.endpoint, { path: `/chat/@connections/${id}`, method: "POST", headers: { host }, body: "hello" });
  assert.equal((await post(connectionId)).status, 200);
  assert.equal(await client.next(), "hello");
  client.socket.close();
  await client.closed();
  await eventually(async () => (await post(connectionId)).status === 410 || undefined, "410 for who is gone");
});
