import { regionKey } from "../../block-storage/region-key.ts";
import { missingParameter } from "../errors.ts";
import { instanceStore } from "../instances/instance-store.ts";
import { findAssociated, toAssociation } from "../instances/profile-association.ts";
import type { Ec2Operation } from "../operation.ts";

export const disassociateIamInstanceProfile: Ec2Operation<"DisassociateIamInstanceProfile"> = async (
  { AssociationId: id },
  context,
) => {
  if (id === undefined) throw missingParameter("AssociationId");
  return context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const { instance, profile } = await findAssociated(tx, id);
    await instanceStore.put(tx, { ...instance, profile: undefined });
    return { IamInstanceProfileAssociation: toAssociation(instance.id, profile, "disassociating") };
  });
};
