import { fail } from "../../platform/aws-error.ts";
import type { PartitionKey, ReadTransaction } from "../../storage/database.ts";
import type { Place } from "../service.ts";
import { groupNotFound, invalidParameter } from "./errors.ts";
import { groupStore } from "./group-store.ts";
import type { LogsContext } from "./service-context.ts";

export interface LogGroup {
  readonly name: string;
  /** Names the partition of its streams; a group made again under the same name has another, and none of the old lines. */
  readonly id: string;
  readonly createdMs: number;
  readonly class: "STANDARD" | "INFREQUENT_ACCESS";
  readonly retentionDays: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** The partition of an account's and region's group names, each with its settings. */
export function groupsKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: "logs.groups", name: "" };
}

/** The partition of one group's streams and events. */
export function groupKey({ account, region }: Place, id: string): PartitionKey {
  return { account, region, kind: "logs.group", name: id };
}

/** `identifier` is a name or an ARN. */
export async function findGroup(context: LogsContext, identifier: string | undefined): Promise<LogGroup> {
  const name = groupNameOf(identifier);
  const partition = context.host.storage.partition(groupsKey(context));
  return (await partition.read((tx) => groupStore.find(tx, name))) ?? fail(groupNotFound());
}

/** Reads in the group's own partition. */
export async function readGroup<T>(
  context: LogsContext,
  group: LogGroup,
  read: (tx: ReadTransaction) => Promise<T>,
): Promise<T> {
  return context.host.storage.partition(groupKey(context, group.id)).read(read);
}

/** `name` and `identifier` are two members of one request, of which it gives one. */
export function oneGroupOf(name: string | undefined, identifier: string | undefined): string {
  if (name !== undefined && identifier !== undefined) {
    throw invalidParameter("LogGroup name and LogGroup identifier are mutually exclusive parameters.");
  }
  return name ?? identifier ?? fail(invalidParameter("LogGroup name or LogGroup identifier must be specified."));
}

export function groupArn({ account, region }: Place, name: string): string {
  return `arn:aws:logs:${region}:${account}:log-group:${name}`;
}

/** The name in `NAME`, `arn:…:log-group:NAME` or `arn:…:log-group:NAME:*`. */
export function groupNameOf(identifier: string | undefined): string {
  const match = /^arn:[^:]*:logs:[^:]*:[^:]*:log-group:([^:]+)(?::.*)?$/.exec(identifier ?? "");
  return match?.[1] ?? identifier ?? "";
}

/** Events before this time have expired; 0 if the group keeps all. */
export function expiryMs(group: LogGroup, nowMs: number): number {
  return group.retentionDays === undefined ? 0 : nowMs - group.retentionDays * 24 * 60 * 60 * 1000;
}
