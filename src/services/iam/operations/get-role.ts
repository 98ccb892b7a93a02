import { viewHolder } from "../policy-holder.ts";
import { toRole } from "../role-output.ts";
import type { IamOperation } from "../service-context.ts";

export const getRole: IamOperation<"GetRole"> = async ({ RoleName }, context) => ({
  Role: toRole(await viewHolder(context, "role", RoleName)),
});
