import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import type { Json, JsonObject } from "./shadow-state.ts";

/** Which shadow: a thing's classic one has no name. */
export interface ShadowName extends Place {
  readonly thing: string;
  /** Empty for the classic one. */
  readonly shadow: string;
}

/** What is kept of it. JSON. */
export interface Shadow {
  readonly version: number;
  /** Seconds, as all of AWS's times in shadows. */
  readonly timestamp: number;
  readonly desired: JsonObject;
  readonly reported: JsonObject;
  /** When each value was last set: the same tree with `{ timestamp }` in the place of values. */
  readonly desiredTimes: JsonObject;
  readonly reportedTimes: JsonObject;
  /** It is gone; its version is remembered for two days, so that late messages of before are told from new ones. */
  readonly isDeleted?: true;
}

const partitions = 64;

/** Things of an account are spread over partitions: what one writes the others need not wait for. */
export function shadowsKey({ account, region, thing }: Omit<ShadowName, "shadow">): PartitionKey {
  let hash = 0;
  for (let index = 0; index < thing.length; index++) hash = (Math.imul(hash, 31) + thing.charCodeAt(index)) >>> 0;
  return { account, region, kind: "iot.shadows", name: String(hash % partitions) };
}

/** Where its topics begin. Source: "Device Shadow MQTT topics". */
export function shadowTopic({ thing, shadow }: ShadowName): string {
  return `$aws/things/${thing}/shadow${shadow === "" ? "" : `/name/${shadow}`}`;
}

/** What a state document says of it; a section that is empty is not there. */
export function toSections(desired: Json, reported: Json): { desired?: Json; reported?: Json } {
  return { ...(!isEmpty(desired) && { desired }), ...(!isEmpty(reported) && { reported }) };
}

function isEmpty(section: Json): boolean {
  return typeof section === "object" && section !== null && Object.keys(section).length === 0;
}
