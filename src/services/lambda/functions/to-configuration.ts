import type { FunctionConfiguration } from "../model.ts";
import { type FunctionRecord, qualifiedArn } from "./function.ts";
import { isSnapStarted } from "./snap-start.ts";
import type { StoredConfiguration } from "./stored-configuration.ts";

/**
 * The answer's form of a version. `qualifier` is what it was asked by: the ARN has it. Source: API reference,
 * "FunctionConfiguration".
 */
export function toConfiguration(record: FunctionRecord, qualifier?: string): FunctionConfiguration {
  const { configuration, code } = record;
  return {
    FunctionName: record.name,
    FunctionArn: qualifiedArn(record, qualifier),
    Runtime: configuration.runtime as FunctionConfiguration["Runtime"],
    Role: configuration.role,
    Handler: configuration.handler,
    CodeSize: code.sizeBytes,
    Description: configuration.description,
    Timeout: configuration.timeoutSeconds,
    MemorySize: configuration.memoryMiB,
    LastModified: toLastModified(record.lastModifiedMs),
    CodeSha256: code.sha256,
    Version: record.version,
    Environment: configuration.environment && { Variables: { ...configuration.environment } },
    TracingConfig: { Mode: configuration.tracing },
    RevisionId: record.revisionId,
    ...stateMembers(record),
    ...optionalMembers(configuration),
    PackageType: "Zip",
    Architectures: [configuration.architecture],
    EphemeralStorage: { Size: configuration.ephemeralStorageMiB },
    SnapStart: {
      ApplyOn: configuration.snapStart ?? "None",
      OptimizationStatus: isSnapStarted(record) && record.state.name === "Active" ? "On" : "Off",
    },
    RuntimeVersionConfig: { RuntimeVersionArn: runtimeVersionArn(record) },
    LoggingConfig: {
      LogFormat: configuration.logging.format,
      LogGroup: logGroupName(record),
      ApplicationLogLevel: configuration.logging.applicationLevel,
      SystemLogLevel: configuration.logging.systemLevel,
    },
  };
}

/** A listing leaves the state out. Source: API reference, "ListFunctions". */
export function toListedConfiguration(record: FunctionRecord, qualifier?: string): FunctionConfiguration {
  return { ...toConfiguration(record, qualifier), ...withoutState };
}

const withoutState = {
  State: undefined,
  StateReason: undefined,
  StateReasonCode: undefined,
  LastUpdateStatus: undefined,
  LastUpdateStatusReason: undefined,
  LastUpdateStatusReasonCode: undefined,
  RuntimeVersionConfig: undefined,
};

export function logGroupName({ name, configuration }: Pick<FunctionRecord, "name" | "configuration">): string {
  return configuration.logging.group ?? `/aws/lambda/${name}`;
}

/** AWS writes `2026-11-23T10:20:30.123+0000`. */
export function toLastModified(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "+0000");
}

/** AWS's patched interpreters have such names; here the machine's interpreter serves, whose patches the machine's owner has. */
export function runtimeVersionArn({ region, configuration }: Pick<FunctionRecord, "region" | "configuration">): string {
  const id = Buffer.from(configuration.runtime).toString("hex").padEnd(64, "0");
  return `arn:aws:lambda:${region}::runtime:${id}`;
}

function optionalMembers({ layers, deadLetterArn, vpc, tenancy }: StoredConfiguration): Partial<FunctionConfiguration> {
  return {
    ...(layers.length > 0 && { Layers: layers.map(({ arn, code }) => ({ Arn: arn, CodeSize: code.sizeBytes })) }),
    ...(deadLetterArn && { DeadLetterConfig: { TargetArn: deadLetterArn } }),
    ...(vpc && {
      VpcConfig: {
        SubnetIds: [...vpc.subnetIds],
        SecurityGroupIds: [...vpc.securityGroupIds],
        VpcId: vpc.vpcId ?? "",
        Ipv6AllowedForDualStack: vpc.ipv6AllowedForDualStack,
      },
    }),
    ...(tenancy && { TenancyConfig: { TenantIsolationMode: tenancy } }),
  };
}

function stateMembers({ state, lastUpdate }: FunctionRecord): FunctionConfiguration {
  return {
    State: state.name,
    ...(state.name === "Pending" && { StateReason: "The function is being created.", StateReasonCode: "Creating" }),
    ...(state.name === "Failed" && { StateReason: state.reason, StateReasonCode: "InternalError" }),
    // What is still being made has not been updated.
    ...(state.name !== "Pending" && updateMembers(lastUpdate)),
  };
}

function updateMembers(lastUpdate: FunctionRecord["lastUpdate"]): FunctionConfiguration {
  const { status } = lastUpdate;
  if (status === "Successful") return { LastUpdateStatus: status };
  if (status === "Failed") {
    return {
      LastUpdateStatus: status,
      LastUpdateStatusReason: lastUpdate.reason,
      LastUpdateStatusReasonCode: "InternalError",
    };
  }
  return {
    LastUpdateStatus: status,
    LastUpdateStatusReason: "The function is being created.",
    // AWS answers this code, which the model does not list.
    LastUpdateStatusReasonCode: "Creating" as FunctionConfiguration["LastUpdateStatusReasonCode"],
  };
}
