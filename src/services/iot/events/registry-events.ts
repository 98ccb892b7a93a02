import type { EventType } from "@aws-sdk/client-iot";
import type { Effect, WriteTransaction } from "../../../storage/database.ts";
import type { EffectKind, Place, ServiceHost } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import { type ThingGroup, thingGroupArn } from "../groups/thing-group.ts";
import type { MessageBroker } from "../messages/message-broker.ts";
import type { RegistryCache } from "../registry/registry-cache.ts";
import { type Thing, thingArn } from "../things/thing.ts";
import type { ThingType } from "../things/thing-type.ts";
import {
  type EventConfigurations,
  eventConfigurations,
  eventConfigurationsName,
  settingsKind,
} from "./event-configurations.ts";

/** One message of `$aws/events`. */
export interface RegistryEvent {
  readonly type: EventType;
  /** Below `$aws/events/`. */
  readonly topic: string;
  readonly body: object;
}

interface Told extends Place, RegistryEvent {
  readonly timestamp: number;
  readonly eventId: string;
}

/** Where a change happens, and the ids and time that its events need. */
export interface EventPlace extends Place {
  readonly host: Pick<ServiceHost, "clock" | "random">;
}

/** Part of the commit that makes the change, where its account wants to be told. */
export async function tellRegistry(
  tx: WriteTransaction,
  { account, region, host }: EventPlace,
  ...events: readonly RegistryEvent[]
): Promise<void> {
  const { enabled = [] } = (await eventConfigurations.find(tx)) ?? {};
  for (const event of events)
    if (enabled.includes(event.type))
      await tx.emit(toEventEffect(host.random.uuid(), { account, region }, event, host.clock.nowMs()));
}

/** For changes in other partitions than the registry's: whether they are wanted is asked when they are told. */
export function toEventEffect(eventId: string, at: Place, event: RegistryEvent, timestamp: number): Effect {
  const { account, region } = at;
  const told: Told = { account, region, ...event, timestamp, eventId };
  return { topic: "iot.registry-event", id: eventId, payload: JSON.stringify(told) };
}

/** Source: "Registry events", "Jobs events". */
export const sendRegistryEvent: EffectKind<{ readonly broker: MessageBroker; readonly cache: RegistryCache }> = {
  order: ({ payload }) => (JSON.parse(payload) as Told).topic,
  atOnce: 16,
  receive: async (effect, _from, { host, state: { broker, cache } }) => {
    const { account, region, type, topic, body, timestamp, eventId } = JSON.parse(effect.payload) as Told;
    const at = { account, region };
    const settings = await cache.find<EventConfigurations>(at, settingsKind, eventConfigurationsName);
    if (!settings?.enabled.includes(type)) return delivered;
    const isJobs = type === "JOB" || type === "JOB_EXECUTION";
    const message = isJobs
      ? { eventType: type, eventId, timestamp: Math.floor(timestamp / 1_000), ...body }
      : { eventType: `${type}_EVENT`, eventId, timestamp, ...body };
    await broker.publish({
      ...at,
      topic: `$aws/events/${topic}`,
      payload: Buffer.from(JSON.stringify(message)),
      qos: 1,
      retain: false,
      publishedMs: host.clock.nowMs(),
      properties: undefined,
      source: {},
    });
    return delivered;
  },
};

type Operation = "CREATED" | "UPDATED" | "DELETED";

export function thingEvent(operation: Operation, { account }: Place, name: string, thing: Thing): RegistryEvent {
  const { id, version, typeName, billingGroupName, attributes } = thing;
  return {
    type: "THING",
    topic: `thing/${name}/${operation.toLowerCase()}`,
    body: {
      operation,
      accountId: account,
      thingId: id,
      thingName: name,
      versionNumber: version,
      thingTypeName: typeName ?? null,
      billingGroupName: billingGroupName ?? null,
      attributes,
    },
  };
}

export function associationEvent(
  operation: "ADDED" | "REMOVED",
  name: string,
  { id }: Thing,
  typeName: string,
): RegistryEvent {
  return {
    type: "THING_TYPE_ASSOCIATION",
    topic: `thingTypeAssociation/thing/${name}/${typeName}`,
    body: { operation, thingId: id, thingName: name, thingTypeName: typeName },
  };
}

export function thingTypeEvent(operation: Operation, { account }: Place, name: string, type: ThingType): RegistryEvent {
  const { id, deprecatedMs, searchableAttributes, description } = type;
  return {
    type: "THING_TYPE",
    topic: `thingType/${name}/${operation.toLowerCase()}`,
    body: {
      operation,
      accountId: account,
      thingTypeId: id,
      thingTypeName: name,
      isDeprecated: deprecatedMs !== undefined,
      deprecationDate: deprecatedMs ?? null,
      searchableAttributes: searchableAttributes ?? [],
      description: description ?? null,
    },
  };
}

/** `above` are the groups above it, from the root on. */
export function groupEvent(
  operation: Operation,
  at: Place,
  name: string,
  group: ThingGroup,
  above: readonly { readonly name: string; readonly id: string }[],
): RegistryEvent {
  const { id, version, parent, description, attributes } = group;
  return {
    type: "THING_GROUP",
    topic: `thingGroup/${name}/${operation.toLowerCase()}`,
    body: {
      operation,
      accountId: at.account,
      thingGroupId: id,
      thingGroupName: name,
      versionNumber: version,
      parentGroupName: parent ?? null,
      parentGroupId: above.at(-1)?.id ?? null,
      description: description ?? null,
      rootToParentThingGroups: above.map((each) => ({ groupArn: thingGroupArn(at, each.name), groupId: each.id })),
      attributes: attributes ?? {},
      dynamicGroupMappingId: null,
    },
  };
}

export function hierarchyEvent(
  operation: "ADDED" | "REMOVED",
  { account }: Place,
  parent: { readonly name: string; readonly id: string },
  child: { readonly name: string; readonly id: string },
): RegistryEvent {
  return {
    type: "THING_GROUP_HIERARCHY",
    topic: `thingGroupHierarchy/thingGroup/${parent.name}/childThingGroup/${child.name}/${operation.toLowerCase()}`,
    body: {
      operation,
      accountId: account,
      thingGroupId: parent.id,
      thingGroupName: parent.name,
      childGroupId: child.id,
      childGroupName: child.name,
    },
  };
}

export function membershipEvent(
  operation: "ADDED" | "REMOVED",
  at: Place,
  group: { readonly name: string; readonly id: string },
  thing: { readonly name: string; readonly id: string },
): RegistryEvent {
  return {
    type: "THING_GROUP_MEMBERSHIP",
    topic: `thingGroupMembership/thingGroup/${group.name}/thing/${thing.name}/${operation.toLowerCase()}`,
    body: {
      operation,
      accountId: at.account,
      groupArn: thingGroupArn(at, group.name),
      groupId: group.id,
      thingArn: thingArn(at, thing.name),
      thingId: thing.id,
      membershipId: `${group.id}-${thing.id}`,
    },
  };
}
