import type { Log } from "../../../platform/log.ts";
import { type FunctionRecord, functionArn } from "./function.ts";

/** Settings that are kept and returned though one host can give them no effect, as words for the user. */
export function settingsWithoutEffect({ configuration }: Pick<FunctionRecord, "configuration">): string[] {
  const { architecture, vpc, tracing } = configuration;
  const found: string[] = [];
  if (hostArchitecture !== architecture)
    found.push(`the architecture ${architecture}: this machine is ${hostArchitecture}`);
  if (vpc) found.push("VpcConfig: the function has the machine's own network");
  if (tracing === "Active") found.push("active tracing: there is no X-Ray here");
  return found;
}

/** Tells the user in Squall's log. */
export function reportWithoutEffect(log: Log, record: FunctionRecord): void {
  for (const setting of settingsWithoutEffect(record))
    log.warn(`without effect: ${setting}`, { function: functionArn(record) });
}

const hostArchitecture = process.arch === "arm64" ? "arm64" : "x86_64";
