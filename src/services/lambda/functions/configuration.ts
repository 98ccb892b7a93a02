import type { Architecture, Environment, EphemeralStorage } from "@aws-sdk/client-lambda";
import { invalidParameter, notSupported, validationFailed } from "../errors.ts";
import type { StoredLayer } from "../layers/layer.ts";
import { limits } from "../limits.ts";
import { checkRuntime } from "./check-runtime.ts";
import { checkedVariables } from "./checked-variables.ts";
import { changeLogging, type LoggingInput } from "./logging-settings.ts";
import { checkSnapStart } from "./snap-start.ts";
import type { StoredConfiguration, VpcSettings } from "./stored-configuration.ts";

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
  readonly VpcConfig?: { SubnetIds?: string[]; SecurityGroupIds?: string[]; Ipv6AllowedForDualStack?: boolean };
  readonly TracingConfig?: { Mode?: string };
  readonly FileSystemConfigs?: readonly unknown[];
  readonly ImageConfig?: unknown;
  readonly SnapStart?: { ApplyOn?: string };
  readonly LoggingConfig?: LoggingInput;
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
  layers: [],
  logging: { format: "Text", group: undefined, applicationLevel: undefined, systemLevel: undefined },
  deadLetterArn: undefined,
  tracing: "PassThrough",
  vpc: undefined,
  tenancy: undefined,
} as const;

/** A new function's configuration, with AWS's defaults. Throws AWS's errors for what is not acceptable. */
export function createConfiguration(
  input: ConfigurationInput & { readonly TenancyConfig?: { TenantIsolationMode?: "PER_TENANT" } },
  layers: readonly StoredLayer[] | undefined,
): StoredConfiguration {
  const { Runtime: runtime, Role: role, Handler: handler } = input;
  if (!runtime || !handler || !role) {
    throw invalidParameter(
      "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
    );
  }
  const tenancy = input.TenancyConfig?.TenantIsolationMode;
  return changeConfiguration({ ...defaults, runtime, role, handler, tenancy }, input, layers);
}

/** What the input names is changed, the rest stays. `layers` are those that the input names. */
export function changeConfiguration(
  former: StoredConfiguration,
  input: ConfigurationInput,
  layers: readonly StoredLayer[] | undefined,
): StoredConfiguration {
  checkSupported(input);
  checkRuntime(input.Runtime);
  checkRange(input.Timeout, "timeout", limits.timeoutSeconds);
  checkRange(input.MemorySize, "memorySize", limits.memoryMiB);
  checkRange(input.EphemeralStorage?.Size, "ephemeralStorage.size", limits.ephemeralStorageMiB);
  const applyOn = input.SnapStart?.ApplyOn ?? former.snapStart;
  const changed: StoredConfiguration = {
    runtime: input.Runtime ?? former.runtime,
    role: input.Role ?? former.role,
    handler: input.Handler ?? former.handler,
    description: input.Description ?? former.description,
    timeoutSeconds: input.Timeout ?? former.timeoutSeconds,
    memoryMiB: input.MemorySize ?? former.memoryMiB,
    ephemeralStorageMiB: input.EphemeralStorage?.Size ?? former.ephemeralStorageMiB,
    environment: input.Environment ? checkedVariables(input.Environment) : former.environment,
    architecture: input.Architectures?.[0] ?? former.architecture,
    layers: layers ?? former.layers,
    logging: input.LoggingConfig ? changeLogging(former.logging, input.LoggingConfig) : former.logging,
    // An empty structure changes nothing, as recorded of AWS; an empty ARN takes it away.
    deadLetterArn:
      input.DeadLetterConfig?.TargetArn === undefined
        ? former.deadLetterArn
        : input.DeadLetterConfig.TargetArn || undefined,
    tracing: (input.TracingConfig?.Mode as StoredConfiguration["tracing"] | undefined) ?? former.tracing,
    vpc: input.VpcConfig ? changeVpc(former.vpc, input.VpcConfig) : former.vpc,
    tenancy: former.tenancy,
    ...(applyOn === "PublishedVersions" && { snapStart: applyOn }),
  };
  checkSnapStart(changed);
  return changed;
}

/** Refuses, by name, what would otherwise be accepted and have no effect. */
function checkSupported(input: ConfigurationInput): void {
  if (input.FileSystemConfigs?.length) throw notSupported("FileSystemConfigs");
  if (input.ImageConfig) throw notSupported("container images");
  if (input.KMSKeyArn) throw notSupported("KMSKeyArn");
  if (input.CapacityProviderConfig) throw notSupported("CapacityProviderConfig");
  if (input.DurableConfig) throw notSupported("DurableConfig");
}

function checkRange(value: number | undefined, member: string, { least, most }: { least: number; most: number }): void {
  if (value === undefined) return;
  if (value < least) {
    throw validationFailed(value, member, `Member must have value greater than or equal to ${least}`);
  }
  if (value > most) throw validationFailed(value, member, `Member must have value less than or equal to ${most}`);
}

function changeVpc(
  former: VpcSettings | undefined,
  input: NonNullable<ConfigurationInput["VpcConfig"]>,
): VpcSettings | undefined {
  const changed = {
    subnetIds: input.SubnetIds ?? former?.subnetIds ?? [],
    securityGroupIds: input.SecurityGroupIds ?? former?.securityGroupIds ?? [],
    ipv6AllowedForDualStack: input.Ipv6AllowedForDualStack ?? former?.ipv6AllowedForDualStack ?? false,
  };
  // A function that has left its VPC says so; one that never had one says nothing.
  return former || changed.subnetIds.length + changed.securityGroupIds.length > 0 ? changed : undefined;
}
