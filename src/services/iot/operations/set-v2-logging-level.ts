import { invalidRequest, notConfigured } from "../errors.ts";
import { levelName, loggingLevels, loggingOptions } from "../logging/logging-options.ts";
import type { IotOperation } from "../operation.ts";

/** A level for one target; that of `DEFAULT` is the options'. */
export const setV2LoggingLevel: IotOperation<"SetV2LoggingLevel"> = async (
  { logTarget, logLevel = "ERROR" },
  context,
) => {
  const { targetType: type = "DEFAULT", targetName: name } = logTarget ?? {};
  if (type !== "DEFAULT" && name === undefined)
    throw invalidRequest(`A target of the type ${type} needs a targetName.`);
  await context.state.registry.write(context, async (tx) => {
    const options = await loggingOptions.find(tx);
    if (!options) throw notConfigured("Logging has not been configured: see SetV2LoggingOptions.");
    if (type === "DEFAULT") await loggingOptions.put(tx, { ...options, defaultLevel: logLevel });
    else await loggingLevels.put(tx, levelName(type, name ?? ""), { type, name: name ?? "", level: logLevel });
  });
  return {};
};
