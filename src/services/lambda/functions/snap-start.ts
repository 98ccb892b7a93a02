import { invalidParameter, notSupported } from "../errors.ts";
import { limits } from "../limits.ts";
import { type FunctionRecord, latestVersion } from "./function.ts";
import type { StoredConfiguration } from "./stored-configuration.ts";

/** Whether the version's environments are made from a snapshot. Source: "Improving startup performance with Lambda SnapStart". */
export function isSnapStarted({ version, configuration }: Pick<FunctionRecord, "version" | "configuration">): boolean {
  return configuration.snapStart !== undefined && version !== latestVersion;
}

/** Throws AWS's error for a function that can't have it, and Squall's for one that AWS would serve. */
export function checkSnapStart({ snapStart, runtime, ephemeralStorageMiB }: StoredConfiguration): void {
  if (!snapStart) return;
  if (ofAws.test(runtime)) {
    if (!runtime.startsWith("python")) throw notSupported(`SnapStart for ${runtime}`);
  } else {
    throw invalidParameter(`${runtime} is not supported for SnapStart enabled functions.`);
  }
  if (ephemeralStorageMiB > limits.ephemeralStorageMiB.default) {
    throw invalidParameter("Ephemeral storage greater than 512 MB is not supported for SnapStart enabled functions.");
  }
}

/** Java from 11 on, Python from 3.12 on, .NET from 8 on. */
const ofAws = /^(?:python3\.(?:1[2-9]|[2-9]\d)|java(?:1[1-9]|[2-9]\d)|dotnet(?:[89]|\d\d))$/;
