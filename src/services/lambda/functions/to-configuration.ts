import type { FunctionConfiguration } from "../model.ts";
import { type FunctionRecord, functionArn } from "./function.ts";

/** The answer's form of a function. Source: API reference, "FunctionConfiguration". */
export function toConfiguration(record: FunctionRecord): FunctionConfiguration {
  const { configuration, code } = record;
  return {
    FunctionName: record.name,
    FunctionArn: functionArn(record),
    Runtime: configuration.runtime as FunctionConfiguration["Runtime"],
    Role: configuration.role,
    Handler: configuration.handler,
    CodeSize: code.sizeBytes,
    Description: configuration.description,
    Timeout: configuration.timeoutSeconds,
    MemorySize: configuration.memoryMiB,
    LastModified: toLastModified(record.lastModifiedMs),
    CodeSha256: code.sha256,
    Version: "$LATEST",
    Environment: configuration.environment && { Variables: { ...configuration.environment } },
    TracingConfig: { Mode: "PassThrough" },
    RevisionId: record.revisionId,
    ...stateMembers(record),
    PackageType: "Zip",
    Architectures: [configuration.architecture],
    EphemeralStorage: { Size: configuration.ephemeralStorageMiB },
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    LoggingConfig: { LogFormat: "Text", LogGroup: logGroupName(record.name) },
  };
}

export function logGroupName(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

function stateMembers({ state, lastUpdate }: FunctionRecord): FunctionConfiguration {
  return {
    State: state.name,
    ...(state.name === "Pending" && { StateReason: "The function is being created.", StateReasonCode: "Creating" }),
    ...(state.name === "Failed" && { StateReason: state.reason, StateReasonCode: "InternalError" }),
    ...(state.name !== "Pending" && { LastUpdateStatus: lastUpdate.status }),
    ...(lastUpdate.status === "InProgress" &&
      state.name !== "Pending" && {
        LastUpdateStatusReason: "The function is being created.",
        // AWS answers this code, which the model does not list.
        LastUpdateStatusReasonCode: "Creating" as FunctionConfiguration["LastUpdateStatusReasonCode"],
      }),
    ...(lastUpdate.status === "Failed" && {
      LastUpdateStatusReason: lastUpdate.reason,
      LastUpdateStatusReasonCode: "InternalError",
    }),
  };
}

/** AWS writes `2026-11-23T10:20:30.123+0000`. */
function toLastModified(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "+0000");
}
