import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { type TestContext, test } from "node:test";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { apiGateway } from "../service.ts";

const gateway = "api-gateway";

async function open(context: TestContext) {
  const opened = await openServiceTest(context, [apiGateway]);
  const { call } = opened;
  /** An API whose `/pets/{id}` answers GET by itself. */
  const makeMock = async () => {
    const { id: restApiId = "", rootResourceId: parentId = "" } = await call(gateway, "CreateRestApi", {
      name: "shop",
    });
    const pets = await call(gateway, "CreateResource", { restApiId, parentId, pathPart: "pets" });
    const { id: resourceId = "" } = await call(gateway, "CreateResource", {
      restApiId,
      parentId: pets.id ?? "",
      pathPart: "{id}",
    });
    const place = { restApiId, resourceId, httpMethod: "GET" };
    await call(gateway, "PutMethod", { ...place, authorizationType: "none" });
    await call(gateway, "PutMethodResponse", { ...place, statusCode: "200" });
    const requestTemplates = { "application/json": '{"statusCode": 200}' };
    await call(gateway, "PutIntegration", { ...place, type: "MOCK", requestTemplates });
    const responseTemplates = { "application/json": `{"id": "$input.params('id')"}` };
    await call(gateway, "PutIntegrationResponse", { ...place, statusCode: "200", responseTemplates });
    return { restApiId, resourceId, place };
  };
  return { ...opened, makeMock };
}

const badRequest = (message: string | RegExp) => ({ name: "BadRequestException", message });
const notFound = (message: string) => ({ name: "NotFoundException", message });

test("an API is made of another, with ids of its own", async (context) => {
  const { call, makeMock } = await open(context);
  const { restApiId } = await makeMock();
  const copy = await call(gateway, "CreateRestApi", { name: "copy", cloneFrom: restApiId });
  const of = async (id: string | undefined) =>
    (await call(gateway, "GetResources", { restApiId: id ?? "", embed: ["methods"] })).items ?? [];
  const [one, other] = [await of(restApiId), await of(copy.id)];
  assert.deepEqual(
    other.map(({ path }) => path),
    one.map(({ path }) => path),
  );
  assert.equal(other[2]?.resourceMethods?.GET?.methodIntegration?.cacheNamespace, other[2]?.id);
  assert.ok(other.every(({ id }) => one.every((each) => each.id !== id)));
});

test("a method is tested as it is, and its execution is told", async (context) => {
  const { call, makeMock } = await open(context);
  const { place } = await makeMock();
  const tested = await call(gateway, "TestInvokeMethod", {
    ...place,
    pathWithQueryString: "/pets/7?a=b",
    headers: { h: "1" },
  });
  assert.deepEqual(
    [tested.status, tested.body, tested.headers],
    [200, '{"id": "7"}', { "Content-Type": "application/json" }],
  );
  for (const line of [
    "HTTP Method: GET, Resource Path: /pets/7",
    "Method request path: {id=7}",
    "Method request query string: {a=b}",
    "Method request headers: {h=1}",
    "Method completed with status: 200",
  ])
    assert.ok(tested.log?.includes(` : ${line}\n`), line);
  await assert.rejects(
    call(gateway, "TestInvokeMethod", { ...place, httpMethod: "PUT" }),
    notFound("Invalid Method identifier specified"),
  );
  await assert.rejects(
    call(gateway, "TestInvokeMethod", { ...place, restApiId: "none" }),
    notFound("Invalid Resource identifier specified"),
  );
  await assert.rejects(
    call(gateway, "TestInvokeAuthorizer", { restApiId: place.restApiId, authorizerId: "none" }),
    notFound("Invalid Authorizer identifier specified"),
  );
});

test("documentation is made of parts, kept as versions, and imported", async (context) => {
  const { call, makeMock } = await open(context);
  const { restApiId } = await makeMock();
  const location = { type: "METHOD" as const, path: "/pets/{id}", method: "GET" };
  const part = await call(gateway, "CreateDocumentationPart", { restApiId, location, properties: '{"a":1}' });
  const documentationPartId = part.id ?? "";
  await assert.rejects(call(gateway, "CreateDocumentationPart", { restApiId, location, properties: "{}" }), {
    name: "ConflictException",
  });
  await assert.rejects(
    call(gateway, "CreateDocumentationPart", { restApiId, location: { type: "API" }, properties: "no" }),
    badRequest("Properties must be a valid JSON object"),
  );
  await call(gateway, "CreateDeployment", { restApiId, stageName: "live" });
  const version = { restApiId, documentationVersion: "1" };
  await call(gateway, "CreateDocumentationVersion", { ...version, stageName: "live" });
  const patchOperations = [{ op: "replace" as const, path: "/properties", value: '{"a":2}' }];
  await call(gateway, "UpdateDocumentationPart", { restApiId, documentationPartId, patchOperations });
  assert.equal((await call(gateway, "GetDocumentationPart", { restApiId, documentationPartId })).properties, '{"a":2}');
  const described = [{ op: "replace" as const, path: "/description", value: "first" }];
  assert.equal(
    (await call(gateway, "UpdateDocumentationVersion", { ...version, patchOperations: described })).description,
    "first",
  );
  assert.equal((await call(gateway, "GetDocumentationVersion", version)).version, "1");
  assert.equal((await call(gateway, "GetDocumentationVersions", { restApiId })).items?.length, 1);
  const { body } = await call(gateway, "GetExport", {
    restApiId,
    stageName: "live",
    exportType: "oas30",
    parameters: { extensions: "documentation" },
  });
  const kept = JSON.parse(Buffer.from(body ?? "").toString())["x-amazon-apigateway-documentation"];
  assert.deepEqual(kept.documentationParts[0].properties, { a: 1 });
  await assert.rejects(call(gateway, "DeleteDocumentationVersion", version), { name: "ConflictException" });
  await call(gateway, "UpdateStage", {
    restApiId,
    stageName: "live",
    patchOperations: [{ op: "remove", path: "/documentationVersion" }],
  });
  await call(gateway, "DeleteDocumentationVersion", version);
  const imported = { documentationParts: [{ location: { type: "API" }, properties: { b: 1 } }] };
  const { ids } = await call(gateway, "ImportDocumentationParts", {
    restApiId,
    mode: "overwrite",
    body: Buffer.from(JSON.stringify(imported)),
  });
  const all = (await call(gateway, "GetDocumentationParts", { restApiId })).items ?? [];
  assert.deepEqual(
    all.map(({ id }) => id),
    ids,
  );
  await call(gateway, "DeleteDocumentationPart", { restApiId, documentationPartId: ids?.[0] ?? "" });
  assert.deepEqual((await call(gateway, "GetDocumentationParts", { restApiId })).items, []);
});

test("a VPC link is pending, then ready", async (context) => {
  const { call, clock } = await open(context);
  const arn = "arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/a/50dc6c495c0c9188";
  await assert.rejects(
    call(gateway, "CreateVpcLink", { name: "l", targetArns: ["invalid-arn"] }),
    badRequest("Invalid ARN. ARN is not well formed invalid-arn"),
  );
  const made = await call(gateway, "CreateVpcLink", { name: "l", targetArns: [arn] });
  const vpcLinkId = made.id ?? "";
  assert.equal(made.status, "PENDING");
  clock.advance(5_000);
  assert.equal((await call(gateway, "GetVpcLink", { vpcLinkId })).status, "AVAILABLE");
  const patchOperations = [{ op: "replace" as const, path: "/name", value: "m" }];
  assert.equal((await call(gateway, "UpdateVpcLink", { vpcLinkId, patchOperations })).name, "m");
  assert.equal((await call(gateway, "GetVpcLinks", {})).items?.length, 1);
  await call(gateway, "DeleteVpcLink", { vpcLinkId });
  await assert.rejects(call(gateway, "GetVpcLink", { vpcLinkId }), notFound("Invalid Vpc Link identifier specified"));
});

test("a client certificate is made, shown without its key, and stays while a stage shows it", async (context) => {
  const { call, makeMock } = await open(context);
  const { restApiId } = await makeMock();
  const made = await call(gateway, "GenerateClientCertificate", { description: "a" });
  const clientCertificateId = made.clientCertificateId ?? "";
  assert.match(new X509Certificate(made.pemEncodedCertificate ?? "").subject, /CN=ApiGateway/);
  assert.ok(!JSON.stringify(made).includes("PRIVATE"));
  const patchOperations = [{ op: "replace" as const, path: "/description", value: "b" }];
  await call(gateway, "UpdateClientCertificate", { clientCertificateId, patchOperations });
  assert.equal((await call(gateway, "GetClientCertificate", { clientCertificateId })).description, "b");
  assert.equal((await call(gateway, "GetClientCertificates", {})).items?.length, 1);
  await call(gateway, "CreateDeployment", { restApiId, stageName: "live" });
  const onStage = (op: "replace" | "remove") =>
    call(gateway, "UpdateStage", {
      restApiId,
      stageName: "live",
      patchOperations: [{ op, path: "/clientCertificateId", value: clientCertificateId }],
    });
  await onStage("replace");
  await assert.rejects(call(gateway, "DeleteClientCertificate", { clientCertificateId }), {
    name: "ConflictException",
  });
  await onStage("remove");
  await call(gateway, "DeleteClientCertificate", { clientCertificateId });
});

test("a canary has a deployment and variables of its own, and becomes the stage", async (context) => {
  const { call, makeMock } = await open(context);
  const { restApiId } = await makeMock();
  const stage = { restApiId, stageName: "live" };
  const { id: first } = await call(gateway, "CreateDeployment", { ...stage, variables: { a: "1" } });
  await assert.rejects(
    call(gateway, "CreateDeployment", { restApiId, canarySettings: { percentTraffic: 5 } }),
    badRequest(/^Invalid deployment content specified\.Non null and non empty stageName/),
  );
  const { id: second } = await call(gateway, "CreateDeployment", {
    ...stage,
    canarySettings: { percentTraffic: 5, stageVariableOverrides: { a: "2" } },
  });
  const before = await call(gateway, "GetStage", stage);
  assert.deepEqual([before.deploymentId, before.canarySettings?.deploymentId], [first, second]);
  await assert.rejects(call(gateway, "DeleteDeployment", { restApiId, deploymentId: second ?? "" }), {
    name: "BadRequestException",
  });
  await call(gateway, "UpdateStage", {
    ...stage,
    patchOperations: [
      { op: "copy", from: "/canarySettings/deploymentId", path: "/deploymentId" },
      { op: "copy", from: "/canarySettings/stageVariableOverrides", path: "/variables" },
      { op: "remove", path: "/canarySettings" },
    ],
  });
  const after = await call(gateway, "GetStage", stage);
  assert.deepEqual([after.deploymentId, after.variables, after.canarySettings], [second, { a: "2" }, undefined]);
  await call(gateway, "FlushStageCache", stage);
  await call(gateway, "FlushStageAuthorizersCache", stage);
  await assert.rejects(call(gateway, "FlushStageCache", { ...stage, stageName: "none" }), {
    name: "NotFoundException",
  });
});

test("a domain name is made, mapped, changed, listed and deleted; it is nobody else's meanwhile", async (context) => {
  const { call, makeMock } = await open(context);
  const { restApiId } = await makeMock();
  await call(gateway, "CreateDeployment", { restApiId, stageName: "live" });
  const domainName = "api.example.com";
  await assert.rejects(call(gateway, "CreateDomainName", { domainName: "" }), badRequest("No Domain Name specified"));
  const made = await call(gateway, "CreateDomainName", {
    domainName,
    regionalCertificateArn: "arn:aws:acm:us-east-1:000000000000:certificate/a",
    endpointConfiguration: { types: ["REGIONAL"] },
  });
  assert.deepEqual([made.domainNameStatus, made.securityPolicy], ["AVAILABLE", "TLS_1_2"]);
  assert.match(made.regionalDomainName ?? "", /^d-[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com$/);
  await assert.rejects(call(gateway, "CreateDomainName", { domainName }), { name: "ConflictException" });
  assert.equal((await call(gateway, "GetDomainName", { domainName })).domainName, domainName);
  assert.equal((await call(gateway, "GetDomainNames", {})).items?.length, 1);
  const changed = (path: string, value: string) =>
    call(gateway, "UpdateDomainName", { domainName, patchOperations: [{ op: "replace", path, value }] });
  assert.equal((await changed("/securityPolicy", "TLS_1_2")).securityPolicy, "TLS_1_2");
  // What would have no effect is refused.
  for (const [path, value] of [
    ["/securityPolicy", "TLS_1_0"],
    ["/securityPolicy", "SecurityPolicy_TLS13_1_3_2025_09"],
    ["/endpointConfiguration/ipAddressType", "ipv6"],
    ["/endpointConfiguration/types/0", "PRIVATE"],
  ] as const)
    await assert.rejects(changed(path, value), { name: "BadRequestException" }, `${path} ${value}`);
  await assert.rejects(call(gateway, "CreateDomainName", { domainName: "b.example.com", securityPolicy: "TLS_1_0" }), {
    name: "BadRequestException",
    message: "Squall does not implement the security policy TLS_1_0 yet.",
  });

  await assert.rejects(
    call(gateway, "CreateBasePathMapping", { domainName, restApiId, basePath: "a/b" }),
    badRequest(/V1/),
  );
  await assert.rejects(call(gateway, "CreateBasePathMapping", { domainName, restApiId, stage: "none" }), {
    name: "NotFoundException",
  });
  await call(gateway, "CreateBasePathMapping", { domainName, restApiId, stage: "live" });
  await call(gateway, "CreateBasePathMapping", { domainName, restApiId, basePath: "shop" });
  const renamed = [{ op: "replace" as const, path: "/basePath", value: "store" }];
  await call(gateway, "UpdateBasePathMapping", { domainName, basePath: "shop", patchOperations: renamed });
  const { items = [] } = await call(gateway, "GetBasePathMappings", { domainName });
  assert.deepEqual(
    items.map(({ basePath, stage }) => [basePath, stage]),
    [
      ["(none)", "live"],
      ["store", undefined],
    ],
  );
  assert.equal((await call(gateway, "GetBasePathMapping", { domainName, basePath: "store" })).restApiId, restApiId);
  await call(gateway, "DeleteBasePathMapping", { domainName, basePath: "store" });
  await call(gateway, "DeleteDomainName", { domainName });
  await assert.rejects(
    call(gateway, "GetDomainName", { domainName }),
    notFound("Invalid domain name identifier specified"),
  );
});

test("keys come from a file; how often they were used is told; an account has a role for logs", async (context) => {
  const { call } = await open(context);
  const plan = await call(gateway, "CreateUsagePlan", { name: "p", quota: { limit: 5, period: "DAY" } });
  const usagePlanId = plan.id ?? "";
  const file = `name,key,enabled,usageplanIds\na,${"k".repeat(20)},TRUE,${usagePlanId}\nb,short,TRUE,\n`;
  const imported = await call(gateway, "ImportApiKeys", { format: "csv", body: Buffer.from(file) });
  assert.deepEqual([imported.ids?.length, imported.warnings?.length], [1, 1]);
  const [id = ""] = imported.ids ?? [];
  const usage = await call(gateway, "GetUsage", { usagePlanId, startDate: "2026-01-01", endDate: "2026-01-02" });
  assert.deepEqual(usage.items, {
    [id]: [
      [0, 5],
      [0, 5],
    ],
  });
  await assert.rejects(call(gateway, "GetUsage", { usagePlanId, startDate: "x", endDate: "y" }), {
    name: "BadRequestException",
  });
  const role = "arn:aws:iam::000000000000:role/logs";
  const patchOperations = [{ op: "replace" as const, path: "/cloudwatchRoleArn", value: role }];
  assert.equal((await call(gateway, "UpdateAccount", { patchOperations })).cloudwatchRoleArn, role);
  assert.equal((await call(gateway, "GetAccount", {})).cloudwatchRoleArn, role);
});

test("a template is made of a model; generated SDKs are refused by name", async (context) => {
  const { call, makeMock } = await open(context);
  const { restApiId } = await makeMock();
  const schema = JSON.stringify({ type: "object", properties: { a: { type: "integer" }, b: { type: "string" } } });
  await call(gateway, "CreateModel", { restApiId, name: "M", contentType: "application/json", schema });
  const { value } = await call(gateway, "GetModelTemplate", { restApiId, modelName: "M" });
  assert.equal(value, `#set($inputRoot = $input.path('$'))\n{\n  "a" : $inputRoot.a,\n  "b" : "$inputRoot.b"\n}`);
  await assert.rejects(
    call(gateway, "GetSdk", { restApiId, stageName: "live", sdkType: "javascript" }),
    badRequest("Squall does not implement generated SDKs: javascript yet."),
  );
});
