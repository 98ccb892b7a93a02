import { notConfigured } from "../errors.ts";
import { loggingOptions } from "../logging/logging-options.ts";
import type { IotOperation } from "../operation.ts";

export const getV2LoggingOptions: IotOperation<"GetV2LoggingOptions"> = async (_input, context) => {
  const found = await context.state.registry.read(context, (tx) => loggingOptions.find(tx));
  if (!found) throw notConfigured("Logging has not been configured: see SetV2LoggingOptions.");
  return { roleArn: found.roleArn, defaultLogLevel: found.defaultLevel, disableAllLogs: found.isDisabled };
};
