import { isNamed } from "../../../platform/aws-error.ts";
import { accessDenied } from "../../access-check.ts";
import type { OperationContext } from "../../service.ts";
import { crossAccountPassRole, roleCannotBeAssumed } from "../errors.ts";
import { assumeFunctionRole } from "../invocation/role-session.ts";
import type { StoredConfiguration } from "./stored-configuration.ts";

/** The role must be of the account, the caller must be allowed to pass it on, and Lambda must be allowed to assume it. */
export async function checkRole(
  context: OperationContext,
  name: string,
  configuration: StoredConfiguration,
): Promise<void> {
  const { account, region, host } = context;
  if (configuration.role.split(":")[4] !== account) throw crossAccountPassRole();
  await checkPassRole(context, configuration.role);
  try {
    await assumeFunctionRole(host, { account, region, name, configuration });
  } catch (error) {
    if (isNamed(error, "AccessDenied") || isNamed(error, "NoSuchEntityException")) throw roleCannotBeAssumed();
    throw error;
  }
}

async function checkPassRole({ host, principal, account }: OperationContext, role: string): Promise<void> {
  if (host.config.auth !== "enforce") return;
  const decision = await host.access.authorize({
    principal,
    action: "iam:PassRole",
    resource: role,
    resourceAccount: account,
    resourcePolicy: undefined,
    conditions: { "iam:passedtoservice": ["lambda.amazonaws.com"] },
  });
  if (decision.allowed) return;
  throw accessDenied(
    `User: ${principal.arn} is not authorized to perform: iam:PassRole on resource: ${role} ${decision.reason}`,
  );
}
