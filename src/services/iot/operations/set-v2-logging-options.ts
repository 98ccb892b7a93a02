import { invalidRequest } from "../errors.ts";
import { loggingOptions } from "../logging/logging-options.ts";
import type { IotOperation } from "../operation.ts";
import { checkRoleArn } from "../roles/role-alias.ts";

export const setV2LoggingOptions: IotOperation<"SetV2LoggingOptions"> = async (input, context) => {
  const { roleArn, defaultLogLevel, disableAllLogs } = input;
  if (input.eventConfigurations?.length) throw invalidRequest("Squall does not support eventConfigurations yet.");
  if (roleArn !== undefined) checkRoleArn(roleArn, context);
  await context.state.registry.write(context, async (tx) => {
    const found = await loggingOptions.find(tx);
    await loggingOptions.put(tx, {
      roleArn: roleArn ?? found?.roleArn,
      defaultLevel: defaultLogLevel ?? found?.defaultLevel ?? "ERROR",
      isDisabled: disableAllLogs ?? found?.isDisabled ?? false,
    });
  });
  return {};
};
