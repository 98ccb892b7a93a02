import { regionKey } from "../../block-storage/region-key.ts";
import { missingParameter } from "../errors.ts";
import { findProfile } from "../instances/instance-profile.ts";
import { instanceStore } from "../instances/instance-store.ts";
import { findAssociated, toAssociation } from "../instances/profile-association.ts";
import type { Ec2Operation } from "../operation.ts";
import { makeId } from "../resources/resource-id.ts";

/** Another profile for an instance that has one, under another association. */
export const replaceIamInstanceProfileAssociation: Ec2Operation<"ReplaceIamInstanceProfileAssociation"> = async (
  { AssociationId: id, IamInstanceProfile: specification },
  context,
) => {
  if (id === undefined) throw missingParameter("AssociationId");
  if (specification === undefined) throw missingParameter("IamInstanceProfile");
  const { arn, id: profileId } = await findProfile(specification, context);
  const associationId = makeId("iip-assoc", context.host.random);
  return context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const { instance } = await findAssociated(tx, id);
    const profile = { arn, id: profileId, associationId };
    await instanceStore.put(tx, { ...instance, profile });
    return { IamInstanceProfileAssociation: toAssociation(instance.id, profile, "associating") };
  });
};
