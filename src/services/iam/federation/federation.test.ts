import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { createAccessControl } from "../access/access-control.ts";
import { iam } from "../service.ts";

const open = (context: TestContext) => openServiceTest(context, [iam], { access: createAccessControl });
const print = "a".repeat(40);

test("an OpenID Connect provider, its client ids, thumbprints and tags", async (context) => {
  const { call } = await open(context);
  const create = (Url: string) =>
    call("iam", "CreateOpenIDConnectProvider", { Url, ClientIDList: ["one"], ThumbprintList: [print] });
  await refuses(create("not a url"), "ValidationError", "Invalid Open ID Connect Provider URL");
  const { OpenIDConnectProviderArn = "" } = await create("https://token.example.com/tenant");
  assert.equal(OpenIDConnectProviderArn, "arn:aws:iam::000000000000:oidc-provider/token.example.com/tenant");
  await refuses(
    create("https://token.example.com/tenant"),
    "EntityAlreadyExistsException",
    "Provider with url https://token.example.com/tenant already exists.",
  );
  const provider = { OpenIDConnectProviderArn };
  await call("iam", "AddClientIDToOpenIDConnectProvider", { ...provider, ClientID: "two" });
  await call("iam", "RemoveClientIDFromOpenIDConnectProvider", { ...provider, ClientID: "one" });
  const six = Array.from({ length: 6 }, () => print);
  await refuses(
    call("iam", "UpdateOpenIDConnectProviderThumbprint", { ...provider, ThumbprintList: six }),
    "InvalidInputException",
    "Thumbprint list must contain fewer than 5 entries.",
  );
  await call("iam", "UpdateOpenIDConnectProviderThumbprint", { ...provider, ThumbprintList: ["b".repeat(40)] });
  await call("iam", "TagOpenIDConnectProvider", { ...provider, Tags: [{ Key: "a", Value: "1" }] });
  const got = await call("iam", "GetOpenIDConnectProvider", provider);
  assert.deepEqual(
    [got.Url, got.ClientIDList, got.ThumbprintList, got.Tags],
    ["token.example.com/tenant", ["two"], ["b".repeat(40)], [{ Key: "a", Value: "1" }]],
  );
  await call("iam", "UntagOpenIDConnectProvider", { ...provider, TagKeys: ["a"] });
  assert.deepEqual((await call("iam", "ListOpenIDConnectProviderTags", provider)).Tags, []);
  const { OpenIDConnectProviderList } = await call("iam", "ListOpenIDConnectProviders", {});
  assert.deepEqual(OpenIDConnectProviderList, [{ Arn: OpenIDConnectProviderArn }]);
  await call("iam", "DeleteOpenIDConnectProvider", provider);
  await refuses(
    call("iam", "DeleteOpenIDConnectProvider", provider),
    "NoSuchEntityException",
    `OpenId connect Provider ${OpenIDConnectProviderArn} cannot be found.`,
  );
  await refuses(
    call("iam", "GetOpenIDConnectProvider", provider),
    "NoSuchEntityException",
    `OpenIDConnect Provider not found for arn ${OpenIDConnectProviderArn}`,
  );
});

test("a SAML provider and its metadata", async (context) => {
  const { call } = await open(context);
  const metadata = `<?xml version="1.0"?>
    <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp" validUntil="2030-01-01T00:00:00Z">
    <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"></md:IDPSSODescriptor>
    ${"<!-- long enough -->".repeat(50)}</md:EntityDescriptor>`;
  const create = (SAMLMetadataDocument: string) =>
    call("iam", "CreateSAMLProvider", { Name: "idp", SAMLMetadataDocument });
  await refuses(create("a".repeat(1_000)), "InvalidInputException", "Could not parse metadata");
  const { SAMLProviderArn = "" } = await create(metadata);
  await refuses(create(metadata), "EntityAlreadyExistsException", /idp already exists/);
  const longer = metadata.replace("2030", "2040");
  await call("iam", "UpdateSAMLProvider", { SAMLProviderArn, SAMLMetadataDocument: longer });
  const got = await call("iam", "GetSAMLProvider", { SAMLProviderArn });
  assert.deepEqual(
    [got.SAMLMetadataDocument, got.ValidUntil?.getUTCFullYear(), got.AssertionEncryptionMode, got.PrivateKeyList],
    [longer, 2040, "Allowed", []],
  );
  await call("iam", "TagSAMLProvider", { SAMLProviderArn, Tags: [{ Key: "a", Value: "1" }] });
  assert.deepEqual((await call("iam", "ListSAMLProviderTags", { SAMLProviderArn })).Tags, [{ Key: "a", Value: "1" }]);
  await call("iam", "UntagSAMLProvider", { SAMLProviderArn, TagKeys: ["a"] });
  assert.equal((await call("iam", "ListSAMLProviders", {})).SAMLProviderList?.[0]?.Arn, SAMLProviderArn);
  await call("iam", "DeleteSAMLProvider", { SAMLProviderArn });
  const absent = `Manifest not found for arn ${SAMLProviderArn}`;
  await refuses(call("iam", "GetSAMLProvider", { SAMLProviderArn }), "NoSuchEntityException", absent);
});
