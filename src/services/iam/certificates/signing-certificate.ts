import type { SigningCertificate, User } from "../entities/entity.ts";
import { certificateNotFound } from "../errors.ts";
import { toDate } from "../policy-holders/to-policy-holder.ts";

/** Throws if the user has no such certificate. */
export function checkHasCertificate(user: User, id: string): void {
  if (!user.signingCertificates?.some((certificate) => certificate.id === id)) throw certificateNotFound(id);
}

export function toCertificate(userName: string, certificate: SigningCertificate) {
  return {
    UserName: userName,
    CertificateId: certificate.id,
    CertificateBody: certificate.body,
    Status: certificate.status,
    UploadDate: toDate(certificate.uploadedMs),
  };
}
