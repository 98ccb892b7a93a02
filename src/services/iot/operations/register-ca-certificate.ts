import { caCertificateArn } from "../certificates/ca-certificates.ts";
import { issuerPlace } from "../certificates/certificate-places.ts";
import { readDeviceCertificate } from "../certificates/read-device-certificate.ts";
import { registrationCodes } from "../certificates/registration-code.ts";
import { toRegistrationConfig } from "../certificates/registration-config.ts";
import { certificateValidation, invalidRequest, registrationCodeInvalid, resourceAlreadyExists } from "../errors.ts";
import type { IotOperation } from "../operation.ts";
import { caCertificates } from "../records/setting-records.ts";
import { toTags } from "../tags/tags.ts";

/** In the mode DEFAULT its owner proves by a certificate for the registration code that the key is there. */
export const registerCACertificate: IotOperation<"RegisterCACertificate"> = async (input, context) => {
  const { caCertificate = "", verificationCertificate, setAsActive = false, certificateMode: mode = "DEFAULT" } = input;
  const { allowAutoRegistration = false } = input;
  const read = readDeviceCertificate(caCertificate);
  if (!read.x509.ca) throw certificateValidation("The certificate is no CA certificate.");
  const proof = verificationCertificate === undefined ? undefined : readDeviceCertificate(verificationCertificate).x509;
  if (mode === "DEFAULT" && !proof)
    throw invalidRequest("verificationCertificate must be given unless certificateMode is SNI_ONLY.");
  const registrationConfig = await toRegistrationConfig(input.registrationConfig, context);
  const nowMs = context.host.clock.nowMs();
  const arn = caCertificateArn(context, read.id);
  // Said before it is so: a place that the registry does not confirm is none.
  await context.state.places.add(issuerPlace(read.x509.subject), context);
  await context.state.registry.write(context, async (tx) => {
    if (proof) {
      const code = await registrationCodes.find(tx);
      const isFor = proof.subject.split("\n").includes(`CN=${code}`);
      if (code === undefined || !isFor || !proof.verify(read.x509.publicKey))
        throw registrationCodeInvalid(
          "The verification certificate is not for the registration code, or the CA has not signed it.",
        );
    }
    if (await caCertificates.find(tx, read.id))
      throw resourceAlreadyExists("CA Certificate already exists.", { id: read.id, arn });
    await caCertificates.put(tx, read.id, {
      pem: read.pem,
      status: setAsActive ? "ACTIVE" : "INACTIVE",
      autoRegistration: allowAutoRegistration ? "ENABLE" : "DISABLE",
      mode,
      registrationConfig,
      createdMs: nowMs,
      modifiedMs: nowMs,
      notBeforeMs: read.notBeforeMs,
      notAfterMs: read.notAfterMs,
      generation: context.host.random.uuid(),
      version: 1,
      tags: toTags(input.tags),
    });
  });
  return { certificateArn: arn, certificateId: read.id };
};
