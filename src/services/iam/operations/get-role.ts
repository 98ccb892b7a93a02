import { viewHolder } from "../policy-holder.ts";
import { toRole } from "../role-output.ts";
import type { IamOperation } from "../service-context.ts";

export const getRole: IamOperation<"GetRole"> = async ({ RoleName }, context) => {
  const role = await viewHolder(context, "role", RoleName);
  const [lastUse] = await context.state.lastUses(context.account, role.id);
  return { Role: toRole(role, lastUse) };
};
