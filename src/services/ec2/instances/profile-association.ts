import type { IamInstanceProfileAssociation } from "@aws-sdk/client-ec2";
import type { ReadTransaction } from "../../../storage/database.ts";
import { profileAssociationNotFound } from "../errors.ts";
import type { Instance } from "./instance.ts";
import { instanceStore } from "./instance-store.ts";

type Profile = NonNullable<Instance["profile"]>;

/** The instance that has a profile by the association of that id. Throws if none has. */
export async function findAssociated(
  tx: ReadTransaction,
  associationId: string,
): Promise<{ readonly instance: Instance; readonly profile: Profile }> {
  for (const instance of await instanceStore.list(tx))
    if (instance.profile?.associationId === associationId) return { instance, profile: instance.profile };
  throw profileAssociationNotFound(associationId);
}

export function toAssociation(
  InstanceId: string,
  { arn, id, associationId }: Profile,
  State: "associating" | "associated" | "disassociating",
): IamInstanceProfileAssociation {
  return { AssociationId: associationId, InstanceId, IamInstanceProfile: { Arn: arn, Id: id }, State };
}
