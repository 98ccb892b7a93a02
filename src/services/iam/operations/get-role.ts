import type { IamOperation } from "../operation.ts";
import { viewHolder } from "../policy-holders/policy-holder.ts";
import { toRole } from "../roles/to-role.ts";

export const getRole: IamOperation<"GetRole"> = async ({ RoleName }, context) => {
  const role = await viewHolder(context, "role", RoleName);
  const [lastUse] = await context.state.lastUses(context.account, role.id);
  return { Role: toRole(role, lastUse) };
};
