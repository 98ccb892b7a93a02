import type { Place } from "../../service.ts";
import { RecordStore } from "../registry/record-store.ts";
import { iotArn } from "../registry/registry.ts";

/** What things of a kind have in common. */
export interface ThingType {
  readonly id: string;
  readonly description: string | undefined;
  readonly searchableAttributes: readonly string[] | undefined;
  readonly createdMs: number;
  readonly deprecatedMs: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export const thingTypes = new RecordStore<ThingType>("thing-type");

export function thingTypeArn(at: Place, name: string): string {
  return iotArn(at, `thingtype/${name}`);
}

export function toThingTypeMetadata({ createdMs, deprecatedMs }: ThingType) {
  return {
    deprecated: deprecatedMs !== undefined,
    deprecationDate: deprecatedMs === undefined ? undefined : new Date(deprecatedMs),
    creationDate: new Date(createdMs),
  };
}

export function toThingTypeProperties({ description, searchableAttributes }: ThingType) {
  return {
    thingTypeDescription: description,
    searchableAttributes: searchableAttributes && [...searchableAttributes],
  };
}
