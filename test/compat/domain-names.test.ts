import assert from "node:assert/strict";
import { request as requestSecure } from "node:https";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import {
  APIGatewayClient,
  CreateBasePathMappingCommand,
  CreateDeploymentCommand,
  CreateDomainNameCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteBasePathMappingCommand,
  DeleteDomainNameCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateBasePathMappingCommand,
} from "@aws-sdk/client-api-gateway";
import { askUrl } from "../support/function-urls.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";

/** What is said at a name that is neither the server's nor somebody's domain name. */
const refused = /^\{"message":"Refused: /i;

let squall: TestSquall;
let gateway: APIGatewayClient;
let ca: string;
let shop: string;
let other: string;

before(async () => {
  squall = await startSquall({ allowedHosts: ["squall.example"] });
  gateway = squall.client(APIGatewayClient);
  ca = await (await fetch(`${squall.endpoint}/_squall/ca`)).text();
  [shop, other] = await Promise.all([makeApi("shop"), makeApi("other")]);
});
after(() => squall?.close());

/** An API with the stages `live` and `next` that answers every path with its own name, what it was asked for and the stage. */
async function makeApi(name: string): Promise<string> {
  const { id: restApiId = "", rootResourceId: parentId = "" } = await gateway.send(new CreateRestApiCommand({ name }));
  const { id: resourceId = "" } = await gateway.send(
    new CreateResourceCommand({ restApiId, parentId, pathPart: "{proxy+}" }),
  );
  const place = { restApiId, resourceId, httpMethod: "GET" };
  await gateway.send(new PutMethodCommand({ ...place, authorizationType: "NONE" }));
  await gateway.send(new PutMethodResponseCommand({ ...place, statusCode: "200" }));
  const requestTemplates = { "application/json": '{"statusCode": 200}' };
  await gateway.send(new PutIntegrationCommand({ ...place, type: "MOCK", requestTemplates }));
  const responseTemplates = {
    "application/json": `${name} $input.params('proxy') $context.stage $context.path $context.domainName`,
  };
  await gateway.send(new PutIntegrationResponseCommand({ ...place, statusCode: "200", responseTemplates }));
  for (const stageName of ["live", "next"]) await gateway.send(new CreateDeploymentCommand({ restApiId, stageName }));
  return restApiId;
}

async function ask(host: string, path: string) {
  const { status, body } = await askUrl(squall.endpoint, { path, headers: { host } });
  return { status, body: body.toString() };
}

/** By TLS, with the name in the handshake: rejects if the certificate is not for it. */
async function askSecurely(host: string, path: string): Promise<string> {
  const { port } = new URL(squall.endpoint);
  const answer = await new Promise<Parameters<typeof text>[0]>((resolve, reject) => {
    const options = { host: "127.0.0.1", port, ca, servername: host, path, headers: { host }, agent: false };
    requestSecure(options, resolve).on("error", reject).end();
  });
  return text(answer);
}

async function makeDomain(domainName: string, ...mappings: readonly [basePath: string, api: string, stage?: string][]) {
  await gateway.send(new CreateDomainNameCommand({ domainName, endpointConfiguration: { types: ["REGIONAL"] } }));
  for (const [basePath, restApiId, stage] of mappings)
    await gateway.send(new CreateBasePathMappingCommand({ domainName, basePath, restApiId, ...(stage && { stage }) }));
}

test("requests find their API by the Host header and the longest mapping, and nothing behind another's", async () => {
  assert.match((await ask("api.example.com", "/pets/1")).body, refused, "a name that nobody has made is none of ours");
  await makeDomain("api.example.com", ["(none)", shop, "live"], ["other", other, "next"], ["staged", shop]);
  const bodyOf = async (path: string) => (await ask("api.example.com", path)).body;
  assert.equal(await bodyOf("/pets/1"), "shop pets/1 live /pets/1 api.example.com");
  assert.equal(await bodyOf("/other/pets/1"), "other pets/1 next /other/pets/1 api.example.com");
  assert.equal(await bodyOf("/others/pets"), "shop others/pets live /others/pets api.example.com");
  assert.equal(await bodyOf("/staged/next/a"), "shop a next /staged/next/a api.example.com");
  assert.equal((await ask("api.example.com", "/staged/none/a")).status, 403);
  assert.equal(
    await bodyOf("/_squall/health/ready"),
    "shop _squall/health/ready live /_squall/health/ready api.example.com",
  );
});

test("a mapping that is changed or removed, and a name that is deleted, are so for the next request", async () => {
  const domainName = "changing.example.com";
  await makeDomain(domainName, ["a", shop, "live"]);
  assert.equal((await ask(domainName, "/a/x")).status, 200);
  assert.equal((await ask(domainName, "/b/x")).status, 403, "a path without a mapping is forbidden");
  const patchOperations = [
    { op: "replace" as const, path: "/basePath", value: "b" },
    { op: "replace" as const, path: "/restapiId", value: other },
  ];
  await gateway.send(new UpdateBasePathMappingCommand({ domainName, basePath: "a", patchOperations }));
  assert.match((await ask(domainName, "/b/x")).body, /^other x live /);
  assert.equal((await ask(domainName, "/a/x")).status, 403);
  await gateway.send(new DeleteBasePathMappingCommand({ domainName, basePath: "b" }));
  assert.equal((await ask(domainName, "/b/x")).status, 403);
  await gateway.send(new DeleteDomainNameCommand({ domainName }));
  assert.match((await ask(domainName, "/b/x")).body, refused);
});

test("by TLS a name has a certificate of its own, from the moment it is made until it is deleted", async () => {
  const domainName = "secure.example.net";
  await assert.rejects(askSecurely(domainName, "/a"), { code: "ERR_TLS_CERT_ALTNAME_INVALID" });
  await makeDomain(domainName, ["(none)", shop, "live"]);
  assert.equal(await askSecurely(domainName, "/a"), `shop a live /a ${domainName}`);
  await makeDomain("*.wild.example.net", ["(none)", other, "live"]);
  assert.equal(await askSecurely("one.wild.example.net", "/a"), "other a live /a one.wild.example.net");
  await assert.rejects(askSecurely("two.one.wild.example.net", "/a"), { code: "ERR_TLS_CERT_ALTNAME_INVALID" });
  await gateway.send(new DeleteDomainNameCommand({ domainName }));
  await assert.rejects(askSecurely(domainName, "/a"), { code: "ERR_TLS_CERT_ALTNAME_INVALID" });
});

test("nobody takes the server's own names: not by the name, and not by a wildcard above it", async () => {
  for (const domainName of ["localhost.localstack.cloud", "sqs.us-east-1.localhost", "*.localhost"])
    await assert.rejects(makeDomain(domainName), { name: "BadRequestException" }, domainName);
  await makeDomain("squall.example", ["(none)", shop, "live"]);
  await makeDomain("*.example", ["(none)", shop, "live"]);
  assert.match((await ask("squall.example", "/_squall/health/ready")).body, /ready/);
  assert.doesNotMatch((await ask("squall.example", "/_squall/health/ready")).body, /^shop/);
  assert.match((await ask("else.example", "/a")).body, /^shop a live/);
});
