import { levelName, loggingLevels } from "../logging/logging-options.ts";
import type { IotOperation } from "../operation.ts";

export const deleteV2LoggingLevel: IotOperation<"DeleteV2LoggingLevel"> = async (
  { targetType = "", targetName = "" },
  context,
) => {
  await context.state.registry.write(context, (tx) => loggingLevels.remove(tx, levelName(targetType, targetName)));
  return {};
};
