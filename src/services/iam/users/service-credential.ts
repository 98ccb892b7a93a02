import { createHash } from "node:crypto";
import { fail } from "../../../platform/aws-error.ts";
import type { ServiceCredential, User } from "../entities/entity.ts";
import { serviceCredentialNotFound } from "../errors.ts";
import type { IamContext } from "../operation.ts";
import { toDate } from "../policy-holders/to-policy-holder.ts";

/** The services that take such a user name and password. */
export const credentialServices: readonly string[] = ["codecommit.amazonaws.com", "cassandra.amazonaws.com"];

export function findServiceCredential(user: User, id: string): ServiceCredential {
  return user.serviceCredentials?.find((each) => each.id === id) ?? fail(serviceCredentialNotFound(id));
}

/** A new password, and what is kept of it. */
export function createServicePassword({ host }: IamContext): { readonly password: string; readonly hash: string } {
  const password = `${host.random.bytes(32).toString("base64")}`;
  return { password, hash: createHash("sha256").update(password).digest("hex") };
}

export function toServiceCredentialMetadata(userName: string, credential: ServiceCredential) {
  return {
    UserName: userName,
    Status: credential.status,
    ServiceUserName: credential.userName,
    CreateDate: toDate(credential.createdMs),
    ServiceSpecificCredentialId: credential.id,
    ServiceName: credential.service,
  };
}
