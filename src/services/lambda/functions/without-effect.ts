import type { Log } from "../../../platform/log.ts";
import { type FunctionRecord, functionArn } from "./function.ts";

/** Settings that are kept and returned though one host can give them no effect. */
export interface HostlessSettings {
  readonly architecture: string | undefined;
  readonly hasVpc: boolean;
}

/** Those a function has, in words for the user. */
export function settingsWithoutEffect({ architecture, hasVpc }: HostlessSettings): string[] {
  const found: string[] = [];
  if (architecture !== undefined && architecture !== hostArchitecture) {
    found.push(`the architecture ${architecture}: this machine is ${hostArchitecture}`);
  }
  if (hasVpc) found.push("VpcConfig: the function has the machine's own network");
  return found;
}

/** Tells the user in Squall's log. */
export function reportWithoutEffect(log: Log, record: FunctionRecord): void {
  const { architecture, vpc } = record.configuration;
  const settings = {
    architecture,
    hasVpc: vpc !== undefined && vpc.subnetIds.length > 0,
  };
  for (const setting of settingsWithoutEffect(settings)) {
    log.warn(`without effect: ${setting}`, { function: functionArn(record) });
  }
}

const hostArchitecture = process.arch === "arm64" ? "arm64" : "x86_64";
