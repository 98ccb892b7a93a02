import type { Place } from "../../service.ts";
import { RecordStore } from "../registry/record-store.ts";
import { iotArn } from "../registry/registry.ts";

/** A device as the registry has it. */
export interface Thing {
  readonly id: string;
  readonly typeName: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  readonly billingGroupName?: string | undefined;
  readonly version: number;
  readonly createdMs: number;
}

export const things = new RecordStore<Thing>("thing");

export function thingArn(at: Place, name: string): string {
  return iotArn(at, `thing/${name}`);
}
