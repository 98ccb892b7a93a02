import type { Place } from "../../service.ts";
import { RecordStore } from "../registry/record-store.ts";
import { iotArn } from "../registry/registry.ts";

/** A group of things: those that have been put in, or (dynamic) those that a query finds. */
export interface ThingGroup {
  readonly id: string;
  readonly parent?: string | undefined;
  readonly description?: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  readonly version: number;
  readonly createdMs: number;
  readonly query?: { readonly index: string; readonly text: string; readonly version: string } | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export const thingGroups = new RecordStore<ThingGroup>("thing-group");

export function thingGroupArn(at: Place, name: string): string {
  return iotArn(at, `thinggroup/${name}`);
}
