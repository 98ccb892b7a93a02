import { alphabets } from "../../../platform/random.ts";
import { toCertificate } from "../certificates/signing-certificate.ts";
import { readCertificate } from "../certificates/x509.ts";
import type { SigningCertificate } from "../entities/entity.ts";
import { duplicateCertificate, quotaExceeded } from "../errors.ts";
import { limits } from "../limits.ts";
import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";
import { userNameOf } from "../users/user-name.ts";

/** An X.509 certificate that proves a user's signed requests to the services that still take those. */
export const uploadSigningCertificate: IamOperation<"UploadSigningCertificate"> = async (input, context) => {
  const name = userNameOf(input.UserName, context);
  const certificate: SigningCertificate = {
    id: context.host.random.text(32, alphabets.base32),
    body: input.CertificateBody,
    status: "Active",
    uploadedMs: context.host.clock.nowMs(),
  };
  let userName = name;
  await changeHolder(context, "user", name, (user) => {
    const { fingerprint256 } = readCertificate(input.CertificateBody);
    const known = user.signingCertificates ?? [];
    if (known.length >= limits.CertificatesPerUser)
      throw quotaExceeded("CertificatesPerUser", limits.CertificatesPerUser);
    if (known.some(({ body }) => readCertificate(body).fingerprint256 === fingerprint256)) throw duplicateCertificate();
    userName = user.name;
    return { signingCertificates: [...known, certificate] };
  });
  return { Certificate: toCertificate(userName, certificate) };
};
