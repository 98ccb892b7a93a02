import { parseArn, partitionOf } from "../../../platform/arn.ts";
import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import type { Tags } from "../../tags.ts";
import { invalidParameter } from "../errors.ts";

export interface EventBus {
  readonly name: string;
  readonly description?: string | undefined;
  readonly kmsKey?: string | undefined;
  /** JSON. */
  readonly policy?: string | undefined;
  readonly tags: Tags;
  readonly createdMs: number;
  readonly modifiedMs: number;
}

/** A bus, and where it is. */
export interface BusName extends Place {
  readonly bus: string;
}

/** Every account has it, in every region, without anybody having made it. */
export const defaultBus = "default";

/** What one account and region has configured. */
export function eventsKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: "events.configuration", name: "" };
}

export function busArn({ account, region }: Place, name: string): string {
  return `arn:${partitionOf(region)}:events:${region}:${account}:event-bus/${name}`;
}

/** A bus by its name or ARN, the default one without either. Throws ValidationException for another thing's ARN. */
export function parseBusName(text: string | undefined, { account, region }: Place): BusName {
  if (text === undefined) return { account, region, bus: defaultBus };
  if (!text.startsWith("arn:")) return { account, region, bus: text };
  const arn = parseArn(text);
  const bus = /^event-bus\/(.+)$/.exec(arn?.resource ?? "")?.[1];
  if (arn?.service !== "events" || bus === undefined)
    throw invalidParameter("EventBusName", "Provided Arn is not in correct format.");
  return { account: arn.account, region: arn.region, bus };
}
