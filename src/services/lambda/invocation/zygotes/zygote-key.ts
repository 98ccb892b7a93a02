import { createHash } from "node:crypto";
import type { FunctionRecord } from "../../functions/function.ts";
import { isSnapStarted } from "../../functions/snap-start.ts";
import { environmentVariables } from "../environment/environment-variables.ts";

/** A variable of the function that is `off` where it is to have no zygote. */
const ownSwitch = "SQUALL_ZYGOTE";

/** Those that differ between environments of one version; `watch.py` has the same list. A zygote has none of them. */
const ofOneEnvironment = new Set([
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
]);

/** The variables that all environments of a version have in common. */
export function commonVariables(record: FunctionRecord, endpoint: string): Record<string, string> {
  const credentials = { accessKeyId: "", secretAccessKey: "", sessionToken: "" };
  const all = environmentVariables(record, {
    logStream: "",
    credentials,
    endpoint,
    initialization: "",
    debugPort: undefined,
  });
  return Object.fromEntries(Object.entries(all).filter(([name]) => !ofOneEnvironment.has(name)));
}

/** Whether the version may have one. */
export function mayHaveZygote(record: FunctionRecord): boolean {
  const { runtime, environment } = record.configuration;
  return hasModules(runtime) && !isSnapStarted(record) && environment?.[ownSwitch] !== "off";
}

function hasModules(runtime: string): boolean {
  return runtime.startsWith("python") || isLoadedAhead(runtime);
}

/** Whether what waits is a process with the version's modules loaded, and nothing of them run: what those do need not be tried. */
export function isLoadedAhead(runtime: string): boolean {
  return /^(?:java|ruby)/.test(runtime);
}

/** By every byte that an environment is made from: what differs in anything has another. */
export function zygoteKey(record: FunctionRecord, endpoint: string): string {
  const { account, id, code, configuration } = record;
  const { runtime, handler, layers, memoryMiB, ephemeralStorageMiB } = configuration;
  const parts = [
    account,
    id,
    runtime,
    handler,
    code.sha256,
    layers.map((layer) => layer.code.sha256),
    memoryMiB,
    ephemeralStorageMiB,
    Object.entries(commonVariables(record, endpoint)).sort(([a], [b]) => (a < b ? -1 : 1)),
  ];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
