import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";
import { findServiceCredential } from "../users/service-credential.ts";
import { checkKeyStatus, userNameOf } from "../users/user-name.ts";

/** Switches a credential on or off. */
export const updateServiceSpecificCredential: IamOperation<"UpdateServiceSpecificCredential"> = async (
  input,
  context,
) => {
  const { ServiceSpecificCredentialId: id } = input;
  const status = checkKeyStatus(input.Status);
  await changeHolder(context, "user", userNameOf(input.UserName, context), (user) => {
    findServiceCredential(user, id);
    return {
      serviceCredentials: user.serviceCredentials?.map((each) => (each.id === id ? { ...each, status } : each)),
    };
  });
  return {};
};
