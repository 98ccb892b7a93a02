import { serviceNotSupported } from "../errors.ts";
import type { IamOperation } from "../operation.ts";
import { viewHolder } from "../policy-holders/policy-holder.ts";
import { credentialServices, toServiceCredentialMetadata } from "../users/service-credential.ts";
import { userNameOf } from "../users/user-name.ts";

export const listServiceSpecificCredentials: IamOperation<"ListServiceSpecificCredentials"> = async (
  { UserName, ServiceName },
  context,
) => {
  const user = await viewHolder(context, "user", userNameOf(UserName, context));
  if (ServiceName !== undefined && !credentialServices.includes(ServiceName)) throw serviceNotSupported(ServiceName);
  const all = user.serviceCredentials ?? [];
  const matching = all.filter(({ service }) => ServiceName === undefined || service === ServiceName);
  return {
    ServiceSpecificCredentials: matching.map((each) => toServiceCredentialMetadata(user.name, each)),
  };
};
