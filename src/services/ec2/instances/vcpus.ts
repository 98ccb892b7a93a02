import { tooManyVcpus } from "../errors.ts";
import { type InstanceType, instanceTypes } from "../instance-types/instance-types.ts";
import { limits } from "../limits.ts";
import type { Instance } from "./instance.ts";

/** How many instances of a type may be started beside those that run. Throws if that is less than is wanted. */
export function affordable(present: readonly Instance[], type: InstanceType, least: number, most: number): number {
  const count = Math.floor((limits.runningVcpus - runningVcpus(present)) / type.vcpus);
  if (count < least) throw tooManyVcpus(limits.runningVcpus);
  return Math.min(most, count);
}

/** Throws for instances that may not be started together beside those that run. */
export function checkVcpus(present: readonly Instance[], started: readonly Instance[]): void {
  const wanted = started.filter(({ state }) => state === "stopped");
  if (runningVcpus(present) + wanted.reduce((sum, each) => sum + vcpusOf(each), 0) > limits.runningVcpus)
    throw tooManyVcpus(limits.runningVcpus);
}

function runningVcpus(instances: readonly Instance[]): number {
  return instances
    .filter(({ state }) => state === "pending" || state === "running")
    .reduce((sum, each) => sum + vcpusOf(each), 0);
}

function vcpusOf({ type }: Instance): number {
  return instanceTypes.get(type)?.vcpus ?? 0;
}
