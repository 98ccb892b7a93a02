import type { IamOperation } from "../operation.ts";
import { changeHolder } from "../policy-holders/policy-holder.ts";

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
