import type { ServiceCredential } from "../entities/entity.ts";
import { createEntityId } from "../entities/entity-id.ts";
import { quotaExceeded, serviceNotSupported, validationError } from "../errors.ts";
import { limits } from "../limits.ts";
import type { IamOperation } from "../operation.ts";
import { changeHolder, viewHolder } from "../policy-holders/policy-holder.ts";
import { createServicePassword, credentialServices, toServiceCredentialMetadata } from "../users/service-credential.ts";

/** The only answer that tells the password, beside that of a reset. */
export const createServiceSpecificCredential: IamOperation<"CreateServiceSpecificCredential"> = async (
  input,
  context,
) => {
  const { ServiceName: service } = input;
  const { name } = await viewHolder(context, "user", input.UserName);
  if (!credentialServices.includes(service)) throw serviceNotSupported(service);
  if (input.CredentialAgeDays !== undefined)
    throw validationError(`Squall does not support CredentialAgeDays for ${service}.`);
  const { host, account } = context;
  const { password, hash } = createServicePassword(context);
  const credential: ServiceCredential = {
    id: createEntityId("serviceCredential", host.random),
    service,
    userName: `${name}-at-${account}`,
    passwordHash: hash,
    status: "Active",
    createdMs: host.clock.nowMs(),
  };
  await changeHolder(context, "user", name, (user) => {
    const known = user.serviceCredentials ?? [];
    const ofService = known.filter((each) => each.service === service).length;
    if (ofService >= limits.ServiceCredentialsPerUser)
      throw quotaExceeded("ServiceSpecificCredentialsPerUser", limits.ServiceCredentialsPerUser);
    const userName = ofService === 0 ? credential.userName : `${name}+${ofService}-at-${account}`;
    return { serviceCredentials: [...known, { ...credential, userName }] };
  });
  const user = await viewHolder(context, "user", name);
  const stored = user.serviceCredentials?.find(({ id }) => id === credential.id) ?? credential;
  return {
    ServiceSpecificCredential: { ...toServiceCredentialMetadata(user.name, stored), ServicePassword: password },
  };
};
