import { loggingOptions } from "../logging/logging-options.ts";
import type { IotOperation } from "../operation.ts";

export const getLoggingOptions: IotOperation<"GetLoggingOptions"> = async (_input, context) => {
  const found = await context.state.registry.read(context, (tx) => loggingOptions.find(tx));
  return { roleArn: found?.roleArn, logLevel: found?.defaultLevel };
};
