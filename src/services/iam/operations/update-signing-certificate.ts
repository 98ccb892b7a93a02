import { checkHasCertificate } from "../certificates/signing-certificate.ts";
import { changeHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";
import { checkKeyStatus, userNameOf } from "../user-name.ts";

/** Switches a certificate on or off. */
export const updateSigningCertificate: IamOperation<"UpdateSigningCertificate"> = async (input, context) => {
  const { CertificateId, Status } = input;
  const status = checkKeyStatus(Status);
  await changeHolder(context, "user", userNameOf(input.UserName, context), (user) => {
    checkHasCertificate(user, CertificateId);
    return {
      signingCertificates: user.signingCertificates?.map((each) =>
        each.id === CertificateId ? { ...each, status } : each,
      ),
    };
  });
  return {};
};
