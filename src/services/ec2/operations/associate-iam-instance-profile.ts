import { regionKey } from "../../block-storage/region-key.ts";
import { missingParameter, profileAssociationExists } from "../errors.ts";
import { findInstances } from "../instances/find-instances.ts";
import { findProfile } from "../instances/instance-profile.ts";
import { instanceStore } from "../instances/instance-store.ts";
import { toAssociation } from "../instances/profile-association.ts";
import type { Ec2Operation } from "../operation.ts";
import { makeId } from "../resources/resource-id.ts";

/** With an instance that has none. */
export const associateIamInstanceProfile: Ec2Operation<"AssociateIamInstanceProfile"> = async (input, context) => {
  const { InstanceId: id, IamInstanceProfile: specification } = input;
  if (id === undefined) throw missingParameter("InstanceId");
  if (specification === undefined) throw missingParameter("IamInstanceProfile");
  const { arn, id: profileId } = await findProfile(specification, context);
  const associationId = makeId("iip-assoc", context.host.random);
  return context.host.storage.partition(regionKey(context)).write(async (tx) => {
    const [instance] = await findInstances(tx, [id]);
    if (!instance || instance.profile) throw profileAssociationExists(id);
    const profile = { arn, id: profileId, associationId };
    await instanceStore.put(tx, { ...instance, profile });
    return { IamInstanceProfileAssociation: toAssociation(id, profile, "associating") };
  });
};
