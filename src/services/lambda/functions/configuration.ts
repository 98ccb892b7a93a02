import type { Architecture, Environment, EphemeralStorage } from "@aws-sdk/client-lambda";
import {
  environmentTooLarge,
  invalidParameter,
  notSupported,
  reservedEnvironmentKeys,
  validationFailed,
} from "../errors.ts";
import { reservedNames } from "../invocation/environment-variables.ts";
import { limits } from "../limits.ts";
import type { StoredConfiguration } from "./function.ts";

/** The members of a function's configuration that CreateFunction and UpdateFunctionConfiguration share. */
export interface ConfigurationInput {
  readonly Runtime?: string;
  readonly Role?: string;
  readonly Handler?: string;
  readonly Description?: string;
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly Environment?: Environment;
  readonly EphemeralStorage?: EphemeralStorage;
  readonly Architectures?: readonly Architecture[];
  readonly DeadLetterConfig?: { TargetArn?: string };
  readonly VpcConfig?: { SubnetIds?: string[]; SecurityGroupIds?: string[] };
  readonly TracingConfig?: { Mode?: string };
  readonly Layers?: readonly string[];
  readonly FileSystemConfigs?: readonly unknown[];
  readonly ImageConfig?: unknown;
  readonly SnapStart?: { ApplyOn?: string };
  readonly LoggingConfig?: {
    LogFormat?: string;
    LogGroup?: string;
    ApplicationLogLevel?: string;
    SystemLogLevel?: string;
  };
  readonly KMSKeyArn?: string;
  readonly CapacityProviderConfig?: unknown;
  readonly DurableConfig?: unknown;
}

const defaults = {
  description: "",
  timeoutSeconds: limits.timeoutSeconds.default,
  memoryMiB: limits.memoryMiB.default,
  ephemeralStorageMiB: limits.ephemeralStorageMiB.default,
  environment: undefined,
  architecture: "x86_64",
} as const;

/** A new function's configuration, with AWS's defaults. Throws AWS's errors for what is not acceptable. */
export function createConfiguration(input: ConfigurationInput): StoredConfiguration {
  const { Runtime: runtime, Role: role, Handler: handler } = input;
  if (!runtime || !handler || !role) {
    throw invalidParameter(
      "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
    );
  }
  return changeConfiguration({ ...defaults, runtime, role, handler }, input);
}

/** What the input names is changed, the rest stays. */
export function changeConfiguration(former: StoredConfiguration, input: ConfigurationInput): StoredConfiguration {
  checkSupported(input);
  checkRuntime(input.Runtime);
  checkRange(input.Timeout, "timeout", limits.timeoutSeconds);
  checkRange(input.MemorySize, "memorySize", limits.memoryMiB);
  checkRange(input.EphemeralStorage?.Size, "ephemeralStorage.size", limits.ephemeralStorageMiB);
  return {
    runtime: input.Runtime ?? former.runtime,
    role: input.Role ?? former.role,
    handler: input.Handler ?? former.handler,
    description: input.Description ?? former.description,
    timeoutSeconds: input.Timeout ?? former.timeoutSeconds,
    memoryMiB: input.MemorySize ?? former.memoryMiB,
    ephemeralStorageMiB: input.EphemeralStorage?.Size ?? former.ephemeralStorageMiB,
    environment: input.Environment ? checkedVariables(input.Environment) : former.environment,
    architecture: input.Architectures?.[0] ?? former.architecture,
  };
}

/** Refuses, by name, what would otherwise be accepted and have no effect. */
function checkSupported(input: ConfigurationInput): void {
  const { VpcConfig, LoggingConfig } = input;
  if (VpcConfig?.SubnetIds?.length || VpcConfig?.SecurityGroupIds?.length) throw notSupported("VpcConfig");
  if (input.DeadLetterConfig?.TargetArn) throw notSupported("DeadLetterConfig");
  if (input.TracingConfig?.Mode === "Active") throw notSupported("active tracing");
  if (input.Layers?.length) throw notSupported("Layers");
  if (input.FileSystemConfigs?.length) throw notSupported("FileSystemConfigs");
  if (input.ImageConfig) throw notSupported("container images");
  if (input.SnapStart?.ApplyOn === "PublishedVersions") throw notSupported("SnapStart");
  if (
    LoggingConfig?.LogFormat === "JSON" ||
    LoggingConfig?.LogGroup ||
    LoggingConfig?.ApplicationLogLevel ||
    LoggingConfig?.SystemLogLevel
  ) {
    throw notSupported("LoggingConfig");
  }
  if (input.KMSKeyArn) throw notSupported("KMSKeyArn");
  if (input.CapacityProviderConfig) throw notSupported("CapacityProviderConfig");
  if (input.DurableConfig) throw notSupported("DurableConfig");
}

const servedRuntimes = /^(?:python3\.\d+|nodejs(?:1[89]|[2-9]\d)\.x)$/;

function checkRuntime(runtime: string | undefined): void {
  if (runtime === undefined || servedRuntimes.test(runtime)) return;
  throw invalidParameter(
    `Squall does not serve the runtime ${runtime} yet: only Python 3 and Node.js from 18 on. \`squall runtimes\` lists what this machine has.`,
  );
}

function checkRange(value: number | undefined, member: string, { least, most }: { least: number; most: number }): void {
  if (value === undefined) return;
  if (value < least) {
    throw validationFailed(value, member, `Member must have value greater than or equal to ${least}`);
  }
  if (value > most) throw validationFailed(value, member, `Member must have value less than or equal to ${most}`);
}

const variableName = /^[a-zA-Z]([a-zA-Z0-9_])+$/;

function checkedVariables({ Variables: variables = {} }: Environment): Record<string, string> | undefined {
  const names = Object.keys(variables);
  const malformed = names.find((name) => !variableName.test(name) && !reservedNames.has(name));
  if (malformed !== undefined) {
    throw validationFailed(
      `{${names.map((name) => `${name}=***`).join(", ")}}`,
      "environment.variables",
      "Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]",
    );
  }
  const reserved = names.filter((name) => reservedNames.has(name));
  if (reserved.length > 0) throw reservedEnvironmentKeys(reserved);
  if (Buffer.byteLength(JSON.stringify(variables)) > limits.environmentVariablesBytes) throw environmentTooLarge();
  return names.length > 0 ? { ...variables } : undefined;
}
