import assert from "node:assert/strict";
import { createPublicKey, X509Certificate } from "node:crypto";
import { after, before, describe, test } from "node:test";
import {
  AttachThingPrincipalCommand,
  CreateCertificateFromCsrCommand,
  CreateKeysAndCertificateCommand,
  CreateThingCommand,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  DetachThingPrincipalCommand,
  IoTClient,
  ListCertificatesCommand,
  ListPrincipalThingsCommand,
  ListPrincipalThingsV2Command,
  ListThingPrincipalsCommand,
  ListThingPrincipalsV2Command,
  UpdateCertificateCommand,
} from "@aws-sdk/client-iot";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";
import { loadX509 } from "../../../platform/x509.ts";

describe("certificates", () => {
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

  test("CreateKeysAndCertificate makes a key and what is signed for it, and DescribeCertificate tells of it", async () => {
    const made = await iot.send(new CreateKeysAndCertificateCommand({ setAsActive: true }));
    const x509 = new X509Certificate(made.certificatePem ?? "");
    assert.ok(x509.publicKey.equals(createPublicKey(made.keyPair?.PublicKey ?? "")));
    assert.match(made.keyPair?.PrivateKey ?? "", /^-----BEGIN RSA PRIVATE KEY-----/);
    assert.equal(x509.fingerprint256.replaceAll(":", "").toLowerCase(), made.certificateId);
    const { certificateDescription } = await iot.send(
      new DescribeCertificateCommand({ certificateId: made.certificateId }),
    );
    assert.deepEqual(
      [certificateDescription?.status, certificateDescription?.ownedBy, certificateDescription?.certificateMode],
      ["ACTIVE", "000000000000", "DEFAULT"],
    );
    await assert.rejects(iot.send(new DescribeCertificateCommand({ certificateId: "0".repeat(64) })), {
      name: "ResourceNotFoundException",
    });
  });

  test("CreateCertificateFromCsr signs for a key that its owner keeps, and no request that is none", async () => {
    const x509 = await loadX509();
    const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
    const keys = await globalThis.crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const csr = await x509.Pkcs10CertificateRequestGenerator.create({
      name: "CN=pump",
      keys,
      signingAlgorithm: algorithm,
    });
    const { certificatePem, certificateId } = await iot.send(
      new CreateCertificateFromCsrCommand({ certificateSigningRequest: csr.toString("pem") }),
    );
    assert.equal(new X509Certificate(certificatePem ?? "").subject, "CN=pump");
    const { certificateDescription } = await iot.send(new DescribeCertificateCommand({ certificateId }));
    assert.equal(certificateDescription?.status, "INACTIVE");
    await assert.rejects(iot.send(new CreateCertificateFromCsrCommand({ certificateSigningRequest: "none" })), {
      name: "InvalidRequestException",
    });
  });

  test("a certificate speaks for things, or for one alone, and goes only when it does not any more", async () => {
    const { certificateArn: principal, certificateId } = await iot.send(
      new CreateKeysAndCertificateCommand({ setAsActive: true }),
    );
    for (const thingName of ["pump", "fan"]) await iot.send(new CreateThingCommand({ thingName }));
    const thingPrincipalType = "EXCLUSIVE_THING";
    await iot.send(new AttachThingPrincipalCommand({ thingName: "pump", principal, thingPrincipalType }));
    await assert.rejects(iot.send(new AttachThingPrincipalCommand({ thingName: "fan", principal })), {
      name: "ConflictException",
    });
    await assert.rejects(iot.send(new AttachThingPrincipalCommand({ thingName: "none", principal })), {
      name: "ResourceNotFoundException",
    });
    assert.deepEqual((await iot.send(new ListPrincipalThingsCommand({ principal }))).things, ["pump"]);
    assert.deepEqual((await iot.send(new ListThingPrincipalsCommand({ thingName: "pump" }))).principals, [principal]);
    assert.deepEqual((await iot.send(new ListPrincipalThingsV2Command({ principal }))).principalThingObjects, [
      { thingName: "pump", thingPrincipalType },
    ]);
    const { thingPrincipalObjects } = await iot.send(new ListThingPrincipalsV2Command({ thingName: "pump" }));
    assert.deepEqual(thingPrincipalObjects, [{ principal, thingPrincipalType }]);
    await assert.rejects(iot.send(new DeleteCertificateCommand({ certificateId })), {
      name: "CertificateStateException",
    });
    await iot.send(new UpdateCertificateCommand({ certificateId, newStatus: "REVOKED" }));
    await assert.rejects(iot.send(new DeleteCertificateCommand({ certificateId })), {
      name: "DeleteConflictException",
    });
    await iot.send(new DetachThingPrincipalCommand({ thingName: "pump", principal }));
    await iot.send(new DeleteCertificateCommand({ certificateId }));
    await assert.rejects(iot.send(new DeleteCertificateCommand({ certificateId })), {
      name: "ResourceNotFoundException",
    });
  });

  test("ListCertificates gives pages, in the order in which they were made", async () => {
    const seen: string[] = [];
    let marker: string | undefined;
    do {
      const page = await iot.send(new ListCertificatesCommand({ pageSize: 1, marker, ascendingOrder: true }));
      seen.push(...(page.certificates ?? []).map(({ certificateId = "" }) => certificateId));
      marker = page.nextMarker;
    } while (marker !== undefined);
    const { certificates } = await iot.send(new ListCertificatesCommand({ ascendingOrder: true }));
    assert.deepEqual(
      seen,
      certificates?.map(({ certificateId }) => certificateId),
    );
    assert.equal(new Set(seen).size, 2);
  });
});
