import { checkHasCertificate } from "../certificates/signing-certificate.ts";
import { changeHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";
import { userNameOf } from "../user-name.ts";

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
