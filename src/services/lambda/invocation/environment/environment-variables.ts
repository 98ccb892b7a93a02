import type { FunctionRecord } from "../../functions/function.ts";
import { logGroupName } from "../../functions/to-configuration.ts";

export interface FunctionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** All environment variables of an execution environment. Source: "Defined runtime environment variables". */
export function environmentVariables(
  record: FunctionRecord,
  run: {
    logStream: string;
    credentials: FunctionCredentials;
    endpoint: string;
    initialization: string;
    debugPort: number | undefined;
  },
): Record<string, string> {
  const { configuration, region, name } = record;
  return {
    ...languageVariables(configuration.runtime),
    ...traceVariables,
    ...configuration.environment,
    _HANDLER: configuration.handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: configuration.environment?.AWS_DEFAULT_REGION ?? region,
    ...(isOsOnly(configuration.runtime) ? {} : { AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.runtime}` }),
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memoryMiB),
    AWS_LAMBDA_FUNCTION_VERSION: record.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: run.initialization,
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupName(record),
    AWS_LAMBDA_LOG_STREAM_NAME: run.logStream,
    ...logVariables(configuration),
    AWS_ACCESS_KEY_ID: run.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: run.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: run.credentials.sessionToken,
    ...(hasOldKeyNames(configuration.runtime) && {
      AWS_ACCESS_KEY: run.credentials.accessKeyId,
      AWS_SECRET_KEY: run.credentials.secretAccessKey,
    }),
    LAMBDA_TASK_ROOT: "/var/task",
    LAMBDA_RUNTIME_DIR: "/var/runtime",
    // What makes an unmodified SDK in the function talk to Squall. A user's own setting of it wins, as any SDK setting would.
    AWS_ENDPOINT_URL: configuration.environment?.AWS_ENDPOINT_URL ?? run.endpoint,
    // For the runtime, which takes it away before the function is loaded.
    ...(run.debugPort === undefined ? {} : { _SQUALL_INSPECT: String(run.debugPort) }),
  };
}

/**
 * Those of a snapshot, and of what is made from it: without what another environment has otherwise, the log's names and the credentials,
 * which come by HTTP. Source: "Monitoring for Lambda SnapStart".
 */
export function snapStartVariables(record: FunctionRecord, endpoint: string): Record<string, string> {
  const credentials = { accessKeyId: "", secretAccessKey: "", sessionToken: "" };
  const run = { logStream: "", credentials, endpoint, initialization: "snap-start", debugPort: undefined };
  const all = environmentVariables(record, run);
  return Object.fromEntries(Object.entries(all).filter(([name]) => !notOfSnapshots.has(name)));
}

const notOfSnapshots = new Set([
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_ACCESS_KEY",
  "AWS_SECRET_KEY",
]);

/**
 * Where X-Ray's SDKs send segments, by UDP: in an isolated environment what listens at the daemon's usual address brings them to X-Ray in the
 * role's name (`tracing/traces.ts`). Without isolation whoever runs a daemon or a collector there has them; where nobody listens the datagrams are lost without an
 * error. A user may set both. Source: "Visualize Lambda function invocations using AWS X-Ray".
 */
const traceVariables = {
  AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
  AWS_XRAY_DAEMON_ADDRESS: "127.0.0.1:2000",
  _AWS_XRAY_DAEMON_ADDRESS: "127.0.0.1",
  _AWS_XRAY_DAEMON_PORT: "2000",
} as const;

/** The runtime formats and filters the function's own log by these. */
function logVariables({ logging }: FunctionRecord["configuration"]): Record<string, string> {
  if (logging.format === "Text") return {};
  return { AWS_LAMBDA_LOG_FORMAT: "JSON", AWS_LAMBDA_LOG_LEVEL: logging.applicationLevel ?? "INFO" };
}

/** Names a user may not set. Source: "Defined runtime environment variables", those marked reserved. */
export const reservedNames: ReadonlySet<string> = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_LAMBDA_RUNTIME_API",
  "LAMBDA_TASK_ROOT",
  "LAMBDA_RUNTIME_DIR",
]);

/** `provided.al2023` and the like: the function's own program is the runtime. */
function isOsOnly(runtime: string): boolean {
  return runtime.startsWith("provided");
}

/** What the first SDK for Java looked for. */
function hasOldKeyNames(runtime: string): boolean {
  return runtime === "java8.al2" || runtime === "java11";
}

/** Those that a user may set: defaults only. */
function languageVariables(runtime: string): Record<string, string> {
  const common = {
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    PATH: "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
    LD_LIBRARY_PATH: "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
  };
  // A shell starts these, and leaves its mark.
  const shell = { PWD: "/var/task", SHLVL: "0" };
  if (runtime.startsWith("python")) {
    const minor = Number(runtime.split(".")[1]);
    // Those of Amazon Linux 2023, which has no `en_US.UTF-8`.
    return { ...common, ...shell, PYTHONPATH: "/var/runtime", ...(minor >= 12 && { LC_CTYPE: "C.UTF-8" }) };
  }
  if (runtime.startsWith("nodejs")) {
    const major = /\d+/.exec(runtime)?.[0];
    return {
      ...common,
      ...shell,
      NODE_PATH: `/opt/nodejs/node${major}/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:/var/runtime:/var/task`,
    };
  }
  if (runtime.startsWith("ruby")) {
    const version = `${runtime.slice("ruby".length)}.0`;
    return {
      ...common,
      ...shell,
      PATH: `/var/lang/bin:${common.PATH}`,
      LD_LIBRARY_PATH: `/var/lang/lib:${common.LD_LIBRARY_PATH}`,
      GEM_HOME: "/var/runtime",
      GEM_PATH: `/var/task/vendor/bundle/ruby/${version}:/opt/ruby/gems/${version}:/var/runtime:/var/runtime/ruby/${version}`,
      RUBYLIB: "/var/runtime/gems:/opt/ruby/lib",
    };
  }
  if (runtime.startsWith("dotnet")) {
    return { ...common, ...shell, LAMBDA_RUNTIME_NAME: runtime };
  }
  if (isOsOnly(runtime)) {
    return {
      ...common,
      PATH: "/usr/local/bin:/usr/bin/:/bin:/opt/bin",
      LD_LIBRARY_PATH: "/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
    };
  }
  return common;
}
