import { loggingLevels, loggingOptions } from "../logging/logging-options.ts";
import type { IotOperation } from "../operation.ts";
import { listWanted } from "../registry/list-page.ts";

export const listV2LoggingLevels: IotOperation<"ListV2LoggingLevels"> = async (input, context) => {
  const { targetType, nextToken: token } = input;
  const { options, page, nextToken } = await context.state.registry.read(context, async (tx) => ({
    options: await loggingOptions.find(tx),
    ...(await listWanted(
      input,
      tx,
      (reading, rows) => loggingLevels.list(reading, rows),
      ({ record }) => targetType === undefined || record.type === targetType,
    )),
  }));
  const showsDefault = options && !token && (targetType === undefined || targetType === "DEFAULT");
  const own = page.map(({ record: { type, name, level } }) => ({
    logTarget: { targetType: type, targetName: name },
    logLevel: level,
  }));
  const ofAll = showsDefault ? [{ logTarget: { targetType: "DEFAULT" as const }, logLevel: options.defaultLevel }] : [];
  return { logTargetConfigurations: [...ofAll, ...own], nextToken };
};
