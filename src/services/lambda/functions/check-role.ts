import { isNamed } from "../../../platform/aws-error.ts";
import type { OperationContext } from "../../service.ts";
import { crossAccountPassRole, roleCannotBeAssumed } from "../errors.ts";
import { assumeFunctionRole } from "../invocation/role-session.ts";
import type { StoredConfiguration } from "./stored-configuration.ts";

/** The role must be of the account, and Lambda must be allowed to assume it. Whether the caller may pass it on, the access rules say. */
export async function checkRole(
  context: OperationContext,
  name: string,
  configuration: StoredConfiguration,
): Promise<void> {
  const { account, region, host } = context;
  if (configuration.role.split(":")[4] !== account) throw crossAccountPassRole();
  try {
    await assumeFunctionRole(host, { account, region, name, configuration });
  } catch (error) {
    if (isNamed(error, "AccessDenied") || isNamed(error, "NoSuchEntityException")) throw roleCannotBeAssumed();
    throw error;
  }
}
