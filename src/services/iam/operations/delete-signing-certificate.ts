import { checkHasCertificate } from "../certificates/signing-certificate.ts";
import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";
import { userNameOf } from "../users/user-name.ts";

export const deleteSigningCertificate: IamOperation<"DeleteSigningCertificate"> = async (
  { UserName, CertificateId },
  context,
) => {
  await changeHolder(context, "user", userNameOf(UserName, context), (user) => {
    checkHasCertificate(user, CertificateId);
    return { signingCertificates: user.signingCertificates?.filter(({ id }) => id !== CertificateId) };
  });
  return {};
};
