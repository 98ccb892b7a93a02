import { parseArn, partitionOf } from "../../../platform/arn.ts";
import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";

export interface LogGroup {
  readonly name: string;
  /** Names the partition of its streams; a group made again under the same name has another, and none of the old lines. */
  readonly id: string;
  readonly createdMs: number;
  readonly class: LogClass;
  readonly retentionDays: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Another number with every change of its metric and subscription filters; 0 without any, so that most events meet none. */
  readonly filtersVersion: number;
  /** It cannot be deleted. */
  readonly isProtected: boolean;
}

/** All take events; only those of the standard class give them out again by the operations there are. */
export type LogClass = "STANDARD" | "INFREQUENT_ACCESS" | "ESSENTIALS";

/** The partition of an account's and region's group names, each with its settings. */
export function groupsKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: "logs.groups", name: "" };
}

/** The partition of one group's streams and events. */
export function groupKey({ account, region }: Place, id: string): PartitionKey {
  return { account, region, kind: "logs.group", name: id };
}

export function groupArn({ account, region }: Place, name: string): string {
  return `arn:${partitionOf(region)}:logs:${region}:${account}:log-group:${name}`;
}

/** What AWS's access checks name: with an empty stream, what is in the group. */
export function streamArn(at: Place, group: string, stream: string): string {
  return `${groupArn(at, group)}:log-stream:${stream}`;
}

/** The name in `NAME`, `arn:…:log-group:NAME` or `arn:…:log-group:NAME:*`; undefined for an ARN of another place. */
export function groupNameOf(identifier: string | undefined, at: Place): string | undefined {
  const arn = parseArn(identifier ?? "");
  if (!arn) return identifier;
  const name = /^log-group:([^:]+)(?::.*)?$/.exec(arn.resource)?.[1];
  return arn.service === "logs" && arn.region === at.region && arn.account === at.account ? name : undefined;
}

/** Events before this time have expired; 0 if the group keeps all. */
export function expiryMs(group: LogGroup, nowMs: number): number {
  return group.retentionDays === undefined ? 0 : nowMs - group.retentionDays * 24 * 60 * 60 * 1000;
}
