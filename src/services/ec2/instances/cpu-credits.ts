import { invalidParameterCombination, invalidParameterValue } from "../errors.ts";
import type { InstanceType } from "../instance-types/instance-types.ts";

export type CpuCredits = "standard" | "unlimited";

/** T2 are standard if nothing is said, the later ones unlimited. Source: "Burstable performance instances". */
export function defaultCredits({ name, isBurstable }: InstanceType): CpuCredits | undefined {
  if (!isBurstable) return undefined;
  return name.startsWith("t2.") ? "standard" : "unlimited";
}

export function checkCredits(given: string | undefined, type: InstanceType): CpuCredits | undefined {
  if (given === undefined) return defaultCredits(type);
  if (given !== "standard" && given !== "unlimited")
    throw invalidParameterValue(`Value (${given}) for parameter cpuCredits is invalid.`);
  if (!type.isBurstable)
    throw invalidParameterCombination(
      `The parameter CreditSpecification is not supported for the instance type ${type.name}.`,
    );
  return given;
}
