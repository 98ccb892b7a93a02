import { parseArn, partitionOf } from "../../platform/arn.ts";
import { passesRoleTo } from "../pass-role.ts";
import type { AccessRules, OperationContext, Place } from "../service.ts";
import { archiveArn, replayArn } from "./archives/archive.ts";
import { busArn, parseBusName } from "./buses/event-bus.ts";
import type { Events } from "./model.ts";
import { ruleArn } from "./rules/rule.ts";
import type { EventsState } from "./state.ts";

type Input = Readonly<Record<string, unknown>>;

/** Source: "Actions, resources, and condition keys for Amazon EventBridge". */
export const accessRules: AccessRules<Events> = {
  prefix: "events",
  selfChecked: ["PutEvents"],
  also: {
    CreateEventBus: { Tags: "events:TagResource" },
    PutRule: { Tags: "events:TagResource", RoleArn: passesRoleTo("events.amazonaws.com") },
    PutTargets: {
      Targets: (targets, _input, { account }) =>
        (targets as readonly { readonly RoleArn?: string }[]).flatMap(({ RoleArn }) =>
          RoleArn === undefined
            ? []
            : [
                {
                  action: "iam:PassRole",
                  resource: RoleArn,
                  resourceAccount: account,
                  conditions: { "iam:passedtoservice": ["events.amazonaws.com"] },
                },
              ],
        ),
    },
  },
  resource: (operation, input, at) => resourceOf(operation, input, at),
  conditions: (operation, input) => conditionsOf(operation, input),
  resourcePolicy: async (operation, input, at) => {
    if (!hasBusPolicy(operation)) return undefined;
    const { state } = at as OperationContext<EventsState>;
    return (await state.buses.find(busOf(operation, input, at)))?.record.policy;
  },
};

/** What a bus's policy may allow to others. */
function hasBusPolicy(operation: string): boolean {
  return /Rule|Targets|EventBus$|^PutEvents$/.test(operation) && !/^(?:Create|List)EventBus/.test(operation);
}

function busOf(operation: string, input: Input, at: Place) {
  const [entry] = (input.Entries as readonly Input[] | undefined) ?? [];
  const text = operation.endsWith("EventBus") ? input.Name : (entry?.EventBusName ?? input.EventBusName);
  return parseBusName(text as string | undefined, at);
}

function resourceOf(operation: string, input: Input, at: Place): string {
  const name = String(input.Name ?? "*");
  const ofKind = (kind: string) => `arn:${partitionOf(at.region)}:events:${at.region}:${at.account}:${kind}/${name}`;
  if (typeof input.ResourceARN === "string") return input.ResourceARN;
  if (operation.endsWith("Archive")) return archiveArn(at, String(input.ArchiveName));
  if (operation.endsWith("Replay")) return replayArn(at, String(input.ReplayName));
  if (/Connection$/.test(operation)) return ofKind("connection");
  if (/ApiDestination$/.test(operation)) return ofKind("api-destination");
  if (/^List(?:Archives|Replays|Connections|ApiDestinations|EventBuses)$|^TestEventPattern$/.test(operation))
    return "*";
  const bus = busOf(operation, input, at);
  if (/EventBus$|Permission$|^PutEvents$|^ListRules$|ByTarget$/.test(operation)) return busArn(bus, bus.bus);
  return ruleArn(bus, bus.bus, String(input.Rule ?? input.Name ?? "*"));
}

function conditionsOf(operation: string, input: Input): Record<string, readonly string[]> {
  const conditions: Record<string, readonly string[]> = {};
  const add = (key: string, ...values: unknown[]) => {
    const texts = values.filter((value) => typeof value === "string");
    if (texts.length > 0) conditions[key] = texts;
  };
  if (operation === "PutEvents") {
    const entries = (input.Entries as readonly Input[] | undefined) ?? [];
    add("events:source", ...entries.map(({ Source }) => Source));
    add("events:detail-type", ...entries.map(({ DetailType }) => DetailType));
  }
  if (operation === "PutTargets")
    add("events:targetarn", ...((input.Targets as readonly Input[] | undefined) ?? []).map(({ Arn }) => Arn));
  if (operation === "PutRule") {
    const pattern = readPattern(input.EventPattern);
    add("events:source", ...[pattern.source].flat());
    add("events:detail-type", ...[pattern["detail-type"]].flat());
    add("events:detail.service", ...[(pattern.detail as Input | undefined)?.service].flat());
    add("events:detail.eventtypecode", ...[(pattern.detail as Input | undefined)?.eventTypeCode].flat());
    add("events:detail.useridentity.principalid", ...[principalOf(pattern)].flat());
  }
  if (typeof input.EventBusName === "string" && parseArn(input.EventBusName))
    add("events:eventbusarn", input.EventBusName);
  return conditions;
}

function principalOf(pattern: Input): unknown {
  return ((pattern.detail as Input | undefined)?.userIdentity as Input | undefined)?.principalId;
}

function readPattern(text: unknown): Input {
  if (typeof text !== "string") return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Input) : {};
  } catch {
    return {};
  }
}
