import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  CreateKeysAndCertificateCommand,
  DeleteCACertificateCommand,
  DeleteRegistrationCodeCommand,
  DescribeCACertificateCommand,
  DescribeCertificateCommand,
  GetRegistrationCodeCommand,
  IoTClient,
  ListCACertificatesCommand,
  ListCertificatesByCACommand,
  RegisterCACertificateCommand,
  RegisterCertificateCommand,
  RegisterCertificateWithoutCACommand,
  UpdateCACertificateCommand,
} from "@aws-sdk/client-iot";
import { makeAuthority } from "../../../../test/support/device-authority.ts";
import { startSquall, type TestSquall } from "../../../../test/support/squall.ts";

describe("CA certificates of the account's own", () => {
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

  test("one is registered by who proves to have its key, and devices' certificates that it has signed after it", async () => {
    const authority = await makeAuthority("ours");
    const { registrationCode = "" } = await iot.send(new GetRegistrationCodeCommand({}));
    assert.equal((await iot.send(new GetRegistrationCodeCommand({}))).registrationCode, registrationCode);
    const register = (verificationCertificate: string) =>
      iot.send(
        new RegisterCACertificateCommand({ caCertificate: authority.pem, verificationCertificate, setAsActive: true }),
      );
    await assert.rejects(register(await authority.sign("another")), { name: "RegistrationCodeValidationException" });
    const { certificateId, certificateArn } = await register(await authority.sign(registrationCode));
    assert.match(certificateArn ?? "", /:cacert\//);
    const device = await authority.sign("device");
    const made = await iot.send(new RegisterCertificateCommand({ certificatePem: device, status: "ACTIVE" }));
    const again = { name: "ResourceAlreadyExistsException", message: /already provisioned or registered/ };
    await assert.rejects(iot.send(new RegisterCertificateCommand({ certificatePem: device })), again);
    // AWS's own, too, which no registered authority has signed.
    const { certificatePem } = await iot.send(new CreateKeysAndCertificateCommand({}));
    await assert.rejects(iot.send(new RegisterCertificateCommand({ certificatePem })), again);
    const { certificateDescription } = await iot.send(
      new DescribeCertificateCommand({ certificateId: made.certificateId }),
    );
    assert.deepEqual(
      [certificateDescription?.status, certificateDescription?.caCertificateId],
      ["ACTIVE", certificateId],
    );
    const byCa = await iot.send(new ListCertificatesByCACommand({ caCertificateId: certificateId }));
    assert.deepEqual(
      byCa.certificates?.map((each) => each.certificateId),
      [made.certificateId],
    );
    assert.equal((await iot.send(new ListCACertificatesCommand({}))).certificates?.length, 1);
    await assert.rejects(iot.send(new DeleteCACertificateCommand({ certificateId })), {
      name: "CertificateStateException",
    });
    await iot.send(new UpdateCACertificateCommand({ certificateId, newStatus: "INACTIVE" }));
    await assert.rejects(iot.send(new RegisterCertificateCommand({ certificatePem: await authority.sign("late") })), {
      name: "ResourceNotFoundException",
    });
    await iot.send(new DeleteCACertificateCommand({ certificateId }));
    await assert.rejects(iot.send(new DescribeCACertificateCommand({ certificateId })), {
      name: "ResourceNotFoundException",
    });
    await iot.send(new DeleteRegistrationCodeCommand({}));
    assert.notEqual((await iot.send(new GetRegistrationCodeCommand({}))).registrationCode, registrationCode);
  });

  test("a certificate is registered without its CA, once, and nothing that is none", async () => {
    const certificatePem = await (await makeAuthority("theirs")).sign("device");
    const register = (pem: string) => iot.send(new RegisterCertificateWithoutCACommand({ certificatePem: pem }));
    const { certificateId } = await register(certificatePem);
    await assert.rejects(register(certificatePem), {
      name: "ResourceAlreadyExistsException",
      resourceId: certificateId,
    });
    await assert.rejects(register("none"), { name: "CertificateValidationException" });
  });
});
