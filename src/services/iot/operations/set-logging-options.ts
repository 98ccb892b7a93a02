import { loggingOptions } from "../logging/logging-options.ts";
import type { IotOperation } from "../operation.ts";
import { checkRoleArn } from "../roles/role-alias.ts";

/** The older word for the same. */
export const setLoggingOptions: IotOperation<"SetLoggingOptions"> = async ({ loggingOptionsPayload }, context) => {
  const { roleArn = "", logLevel = "ERROR" } = loggingOptionsPayload ?? {};
  checkRoleArn(roleArn, context);
  await context.state.registry.write(context, (tx) =>
    loggingOptions.put(tx, { roleArn, defaultLevel: logLevel, isDisabled: logLevel === "DISABLED" }),
  );
  return {};
};
