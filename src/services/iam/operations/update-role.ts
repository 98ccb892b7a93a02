import { changeHolder } from "../policy-holder.ts";
import type { IamOperation } from "../service-context.ts";

export const updateRole: IamOperation<"UpdateRole"> = async (
  { RoleName, Description, MaxSessionDuration },
  context,
) => {
  await changeHolder(context, "role", RoleName, (role) => ({
    description: Description ?? role.description,
    maxSessionDurationSeconds: MaxSessionDuration ?? role.maxSessionDurationSeconds,
  }));
  return {};
};
