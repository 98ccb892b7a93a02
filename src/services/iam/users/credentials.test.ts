import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { type TestContext, test } from "node:test";
import { refuses } from "../../../../test/support/refuses.ts";
import { openServiceTest } from "../../../../test/support/service-test.ts";
import { createAccessControl } from "../access/access-control.ts";
import { codeAt } from "../mfa/totp.ts";
import { iam } from "../service.ts";

const account = "000000000000";
const open = (context: TestContext, auth: "open" | "enforce" = "open") =>
  openServiceTest(context, [iam], { access: createAccessControl, auth });

/** A certificate for `squall.test` until 2126, and its key. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIBgzCCASmgAwIBAgIUa5qSpkaGFbaMeFkUHyACAziDrd8wCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLc3F1YWxsLnRlc3QwIBcNMjYxMTI1MDE1ODAzWhgPMjEyNjA3
MjQwMTU4MDNaMBYxFDASBgNVBAMMC3NxdWFsbC50ZXN0MFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAEqYvVq01sy20L4IXh6bdZKZ5451y+NeYv25n9yi8Q3qYCUrEw
natNHskmy8t9VBNQSwJ7YIeqL57pGW5fPEtbGqNTMFEwHQYDVR0OBBYEFHIk8mRd
7oLdDdNTWRWIq3VzJ3dvMB8GA1UdIwQYMBaAFHIk8mRd7oLdDdNTWRWIq3VzJ3dv
MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAPOALnqrdEjNr+Mo
QsCHJr8kFzMZv1HMjZWQNZ+Y4+OBAiAcbSfmYZgOpC1p7sKlQ0Laq8oczhVybhkf
DkdXwwPFXw==
-----END CERTIFICATE-----`;
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgwg7Aaa4qGZE65HMs
OXC3iO0J/eSaIdlB218e8vXsDUmhRANCAASpi9WrTWzLbQvgheHpt1kpnnjnXL41
5i/bmf3KLxDepgJSsTCdq00eySbLy31UE1BLAntgh6ovnukZbl88S1sa
-----END PRIVATE KEY-----`;
const noSuch = "NoSuchEntityException";

test("a server certificate is checked, told without its key, renamed, tagged and deleted", async (context) => {
  const { call } = await open(context);
  const upload = (input: object = {}) =>
    call("iam", "UploadServerCertificate", {
      ServerCertificateName: "site",
      CertificateBody: certificate,
      PrivateKey: key,
      ...input,
    });
  await refuses(upload({ CertificateBody: "x" }), "MalformedCertificateException", "Certificate x is malformed.");
  const other = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" });
  await refuses(upload({ PrivateKey: other.toString() }), "KeyPairMismatchException", /do not match/);
  const { ServerCertificateMetadata } = await upload({ Path: "/web/", CertificateChain: certificate });
  assert.match(ServerCertificateMetadata?.ServerCertificateId ?? "", /^ASCA/);
  assert.equal(ServerCertificateMetadata?.Expiration?.getUTCFullYear(), 2126);
  await refuses(upload(), "EntityAlreadyExistsException", "The Server Certificate with name site already exists.");
  await call("iam", "TagServerCertificate", { ServerCertificateName: "site", Tags: [{ Key: "a", Value: "1" }] });
  await call("iam", "UpdateServerCertificate", { ServerCertificateName: "site", NewServerCertificateName: "shop" });
  await refuses(
    call("iam", "GetServerCertificate", { ServerCertificateName: "site" }),
    noSuch,
    "The Server Certificate with name site cannot be found.",
  );
  const { ServerCertificate } = await call("iam", "GetServerCertificate", { ServerCertificateName: "shop" });
  assert.deepEqual(ServerCertificate, {
    ServerCertificateMetadata: {
      ...ServerCertificateMetadata,
      ServerCertificateName: "shop",
      Arn: `arn:aws:iam::${account}:server-certificate/web/shop`,
    },
    CertificateBody: certificate,
    CertificateChain: certificate,
    Tags: [{ Key: "a", Value: "1" }],
  });
  const list = await call("iam", "ListServerCertificates", { PathPrefix: "/web/" });
  assert.deepEqual(list.ServerCertificateMetadataList, [ServerCertificate?.ServerCertificateMetadata]);
  assert.deepEqual((await call("iam", "ListServerCertificateTags", { ServerCertificateName: "shop" })).Tags, [
    { Key: "a", Value: "1" },
  ]);
  await call("iam", "UntagServerCertificate", { ServerCertificateName: "shop", TagKeys: ["a"] });
  assert.deepEqual((await call("iam", "ListServerCertificateTags", { ServerCertificateName: "shop" })).Tags, []);
  await call("iam", "DeleteServerCertificate", { ServerCertificateName: "shop" });
  assert.deepEqual((await call("iam", "ListServerCertificates", {})).ServerCertificateMetadataList, []);
});

test("a user's signing certificates, SSH keys and service credentials", async (context) => {
  const { call } = await open(context);
  await call("iam", "CreateUser", { UserName: "anna" });
  const UserName = "anna";
  const { Certificate } = await call("iam", "UploadSigningCertificate", { UserName, CertificateBody: certificate });
  const CertificateId = Certificate?.CertificateId ?? "";
  await refuses(
    call("iam", "UploadSigningCertificate", { UserName, CertificateBody: certificate }),
    "DuplicateCertificateException",
    /already/,
  );
  await call("iam", "UpdateSigningCertificate", { UserName, CertificateId, Status: "Inactive" });
  const { Certificates } = await call("iam", "ListSigningCertificates", { UserName });
  assert.deepEqual(Certificates, [{ ...Certificate, Status: "Inactive" }]);
  await refuses(
    call("iam", "DeleteSigningCertificate", { UserName, CertificateId: "X".repeat(24) }),
    noSuch,
    /The Certificate with id X+ cannot be found/,
  );

  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const { SSHPublicKey } = await call("iam", "UploadSSHPublicKey", { UserName, SSHPublicKeyBody: pem });
  const SSHPublicKeyId = SSHPublicKey?.SSHPublicKeyId ?? "";
  assert.match(SSHPublicKeyId, /^APKA[A-Z2-7]{16}$/);
  const inForm = async (Encoding: "SSH" | "PEM") =>
    (await call("iam", "GetSSHPublicKey", { UserName, SSHPublicKeyId, Encoding })).SSHPublicKey?.SSHPublicKeyBody ?? "";
  assert.equal(await inForm("PEM"), pem);
  // The same key in its other form is the same key.
  const ssh = await inForm("SSH");
  assert.match(ssh, /^ssh-rsa AAAA/);
  await refuses(
    call("iam", "UploadSSHPublicKey", { UserName, SSHPublicKeyBody: `${ssh} anna@laptop` }),
    "DuplicateSSHPublicKeyException",
    /already/,
  );
  await refuses(
    call("iam", "UploadSSHPublicKey", { UserName, SSHPublicKeyBody: "ssh-rsa AAAA" }),
    "InvalidPublicKeyException",
    /not valid/,
  );
  await call("iam", "UpdateSSHPublicKey", { UserName, SSHPublicKeyId, Status: "Inactive" });
  assert.equal((await call("iam", "ListSSHPublicKeys", { UserName })).SSHPublicKeys?.[0]?.Status, "Inactive");

  const service = { UserName, ServiceName: "codecommit.amazonaws.com" };
  const { ServiceSpecificCredential: made } = await call("iam", "CreateServiceSpecificCredential", service);
  assert.equal(made?.ServiceUserName, `anna-at-${account}`);
  const ServiceSpecificCredentialId = made?.ServiceSpecificCredentialId ?? "";
  const reset = await call("iam", "ResetServiceSpecificCredential", { UserName, ServiceSpecificCredentialId });
  assert.notEqual(reset.ServiceSpecificCredential?.ServicePassword, made?.ServicePassword);
  await call("iam", "UpdateServiceSpecificCredential", { UserName, ServiceSpecificCredentialId, Status: "Inactive" });
  const listed = await call("iam", "ListServiceSpecificCredentials", service);
  assert.equal(listed.ServiceSpecificCredentials?.[0]?.Status, "Inactive");
  await refuses(
    call("iam", "CreateServiceSpecificCredential", { UserName, ServiceName: "s3.amazonaws.com" }),
    "NoSuchEntityException",
    /s3.amazonaws.com/,
  );

  // Each holds the user up.
  const conflict = (what: RegExp) => refuses(call("iam", "DeleteUser", { UserName }), "DeleteConflictException", what);
  await conflict(/signing certificates/);
  await call("iam", "DeleteSigningCertificate", { UserName, CertificateId });
  await conflict(/SSH public keys/);
  await call("iam", "DeleteSSHPublicKey", { UserName, SSHPublicKeyId });
  await conflict(/must remove referenced objects/);
  await call("iam", "DeleteServiceSpecificCredential", { UserName, ServiceSpecificCredentialId });
  await call("iam", "DeleteUser", { UserName });
});

test("a virtual MFA device proves itself by two codes", async (context) => {
  const { call, clock } = await open(context, "enforce");
  await call("iam", "CreateUser", { UserName: "anna" });
  const { VirtualMFADevice } = await call("iam", "CreateVirtualMFADevice", { VirtualMFADeviceName: "phone" });
  const SerialNumber = VirtualMFADevice?.SerialNumber ?? "";
  assert.equal(SerialNumber, `arn:aws:iam::${account}:mfa/phone`);
  assert.equal(
    Buffer.from(VirtualMFADevice?.QRCodePNG ?? "")
      .subarray(1, 4)
      .toString(),
    "PNG",
  );
  const seed = Buffer.from(VirtualMFADevice?.Base32StringSeed ?? "").toString();
  const step = Math.floor(clock.nowMs() / 30_000);
  const codes = { AuthenticationCode1: codeAt(seed, step), AuthenticationCode2: codeAt(seed, step + 1) };
  const enable = (given: typeof codes) => call("iam", "EnableMFADevice", { UserName: "anna", SerialNumber, ...given });
  const swapped = { AuthenticationCode1: codes.AuthenticationCode2, AuthenticationCode2: codes.AuthenticationCode1 };
  await refuses(enable(swapped), "InvalidAuthenticationCodeException", /not valid/);
  await enable(codes);
  await refuses(enable(codes), "EntityAlreadyExistsException", "MFA Device is already in use.");
  await call("iam", "ResyncMFADevice", { UserName: "anna", SerialNumber, ...codes });
  assert.equal((await call("iam", "ListMFADevices", { UserName: "anna" })).MFADevices?.[0]?.SerialNumber, SerialNumber);
  assert.equal((await call("iam", "GetMFADevice", { SerialNumber })).UserName, "anna");
  const { VirtualMFADevices } = await call("iam", "ListVirtualMFADevices", { AssignmentStatus: "Assigned" });
  assert.equal(VirtualMFADevices?.[0]?.User?.UserName, "anna");
  await refuses(call("iam", "DeleteUser", { UserName: "anna" }), "DeleteConflictException", /MFA device/);
  await refuses(call("iam", "DeleteVirtualMFADevice", { SerialNumber }), "DeleteConflictException", /in use/);
  await call("iam", "TagMFADevice", { SerialNumber, Tags: [{ Key: "a", Value: "1" }] });
  await call("iam", "UntagMFADevice", { SerialNumber, TagKeys: ["b"] });
  assert.deepEqual((await call("iam", "ListMFADeviceTags", { SerialNumber })).Tags, [{ Key: "a", Value: "1" }]);
  await call("iam", "DeactivateMFADevice", { UserName: "anna", SerialNumber });
  await call("iam", "DeleteVirtualMFADevice", { SerialNumber });
  await refuses(
    call("iam", "DeleteVirtualMFADevice", { SerialNumber }),
    noSuch,
    `VirtualMFADevice with serial number ${SerialNumber} doesn't exist.`,
  );
});
