import { changeAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { entityNotFound } from "../errors.ts";
import type { IamOperation } from "../operation.ts";
import { findHolder } from "../policy-holders/policy-holder.ts";
import { addJob } from "../reports/job.ts";
import { isServiceLinked } from "../roles/service-linked-role.ts";

/** Nothing of Squall uses such a role, so it is gone at once; what became of it is told by the task's id, as on AWS. */
export const deleteServiceLinkedRole: IamOperation<"DeleteServiceLinkedRole"> = async ({ RoleName }, context) => {
  const { random, clock } = context.host;
  const DeletionTaskId = await changeAccount(context, async (tx) => {
    const role = await findHolder(tx, "role", RoleName);
    if (!isServiceLinked(role)) throw entityNotFound("role", RoleName);
    await entityStore.remove(tx, "role", role.name);
    const name = `task${role.path}${role.name}/${random.uuid()}`;
    const kind = "service-linked-role-deletion";
    await addJob(tx, { name, kind, createdMs: clock.nowMs(), result: JSON.stringify({ Status: "SUCCEEDED" }) });
    return name;
  });
  return { DeletionTaskId };
};
