import type { LogLevel, LogTargetType } from "@aws-sdk/client-iot";
import type { ReadTransaction } from "../../../storage/database.ts";
import { settingsKind } from "../events/event-configurations.ts";
import { RecordStore } from "../registry/record-store.ts";

/** Whether an account and region's devices are logged, in whose name, and from which level on. */
export interface LoggingOptions {
  readonly roleArn: string | undefined;
  readonly defaultLevel: LogLevel;
  readonly isDisabled: boolean;
}

export const loggingOptionsName = "v2-logging";
const store = new RecordStore<LoggingOptions>(settingsKind);

export const loggingOptions = {
  find: (tx: ReadTransaction) => store.find(tx, loggingOptionsName),
  put: (tx: Parameters<typeof store.put>[0], options: LoggingOptions) => store.put(tx, loggingOptionsName, options),
};

/** A level of its own for a group's things, a client, an address or a principal. */
export interface LoggingLevel {
  readonly type: LogTargetType;
  readonly name: string;
  readonly level: LogLevel;
}

export const loggingLevelKind = "logging-level";
export const loggingLevels = new RecordStore<LoggingLevel>(loggingLevelKind);

export function levelName(type: string, name: string): string {
  return `${type} ${name}`;
}

/** From the least to the most that is told. */
const order: readonly LogLevel[] = ["DISABLED", "ERROR", "WARN", "INFO", "DEBUG"];

export function isTold(at: LogLevel, from: LogLevel): boolean {
  return order.indexOf(at) <= order.indexOf(from);
}
