import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** The names of the extensions that a function's merged layers bring: the files in `extensions/`, whether they can be executed or not. */
export async function extensionPrograms(optDir: string | undefined): Promise<readonly string[]> {
  if (optDir === undefined) return [];
  try {
    const entries = await readdir(join(optDir, "extensions"), { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() || entry.isSymbolicLink())
      .map(({ name }) => name)
      .sort();
  } catch {
    return []; // most layers bring none
  }
}

/** What concerns only the runtime, and extensions don't get. Source: "Using the Lambda Extensions API", "Environment variables". */
const ofRuntime = new Set([
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_XRAY_CONTEXT_MISSING",
  "AWS_XRAY_DAEMON_ADDRESS",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
  "_AWS_XRAY_DAEMON_ADDRESS",
  "_AWS_XRAY_DAEMON_PORT",
  "_HANDLER",
]);

export function extensionVariables(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !ofRuntime.has(name)));
}
