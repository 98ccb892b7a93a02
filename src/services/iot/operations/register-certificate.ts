import { findIssuer } from "../certificates/ca-certificates.ts";
import { certificateArn, certificates } from "../certificates/certificate.ts";
import { putCertificate } from "../certificates/put-certificate.ts";
import { readDeviceCertificate } from "../certificates/read-device-certificate.ts";
import { certificateIsThere, certificateValidation, notSupported, resourceNotFound } from "../errors.ts";
import type { IotOperation } from "../operation.ts";

/** One that a registered CA certificate has signed. */
export const registerCertificate: IotOperation<"RegisterCertificate"> = async (input, context) => {
  const { certificatePem = "", caCertificatePem, setAsActive, status = setAsActive ? "ACTIVE" : "INACTIVE" } = input;
  if (status !== "ACTIVE" && status !== "INACTIVE" && status !== "REVOKED") throw notSupported(`the status ${status}`);
  const { x509, id: given } = readDeviceCertificate(certificatePem);
  const issuer = await context.state.registry.read(context, async (tx) => {
    // AWS says so first, of its own certificates, too.
    if (await certificates.find(tx, given)) throw certificateIsThere(given, certificateArn(context, given));
    return findIssuer(tx, x509);
  });
  if (!issuer) throw resourceNotFound("No registered and active CA certificate has signed the certificate.");
  if (caCertificatePem !== undefined && readDeviceCertificate(caCertificatePem).id !== issuer.id)
    throw certificateValidation("The CA certificate has not signed the certificate.");
  const { id, arn } = await putCertificate({ pem: certificatePem, status, caCertificateId: issuer.id }, context);
  return { certificateArn: arn, certificateId: id };
};
