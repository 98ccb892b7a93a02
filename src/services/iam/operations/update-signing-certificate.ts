import { checkHasCertificate } from "../certificates/signing-certificate.ts";
import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";
import { checkKeyStatus, userNameOf } from "../users/user-name.ts";

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
