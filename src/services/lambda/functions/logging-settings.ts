import { invalidParameter } from "../errors.ts";
import type { LoggingSettings } from "./stored-configuration.ts";

export interface LoggingInput {
  readonly LogFormat?: "JSON" | "Text";
  readonly LogGroup?: string;
  readonly ApplicationLogLevel?: LoggingSettings["applicationLevel"];
  readonly SystemLogLevel?: LoggingSettings["systemLevel"];
}

/**
 * What the input names is changed, the rest stays. Levels belong to the JSON format, where they begin as INFO.
 * Source: "Configuring advanced logging controls for Lambda functions". Throws InvalidParameterValueException.
 */
export function changeLogging(former: LoggingSettings, input: LoggingInput): LoggingSettings {
  const format = input.LogFormat ?? former.format;
  const group = input.LogGroup || former.group;
  if (format === "Text") {
    if (input.ApplicationLogLevel || input.SystemLogLevel) {
      throw invalidParameter("Log level is not supported for Text log format. Please select JSON log format.");
    }
    return { format, group, applicationLevel: undefined, systemLevel: undefined };
  }
  return {
    format,
    group,
    applicationLevel: input.ApplicationLogLevel ?? former.applicationLevel ?? "INFO",
    systemLevel: input.SystemLogLevel ?? former.systemLevel ?? "INFO",
  };
}
