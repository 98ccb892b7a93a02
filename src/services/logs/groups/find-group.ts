import { fail } from "../../../platform/aws-error.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { OperationContext } from "../../service.ts";
import { groupNotFound, invalidParameter, nameAndIdentifier, notForClass } from "../errors.ts";
import { groupStore } from "./group-store.ts";
import { groupKey, groupNameOf, groupsKey, type LogGroup } from "./log-group.ts";

/** `identifier` is a name or an ARN. */
export async function findGroup(context: OperationContext, identifier: string | undefined): Promise<LogGroup> {
  const name = groupNameOf(identifier, context) ?? fail(groupNotFound());
  const partition = context.host.storage.partition(groupsKey(context));
  return (await partition.read((tx) => groupStore.find(tx, name))) ?? fail(groupNotFound());
}

/** The group of an operation that reads events. Source: "Log classes". */
export async function findReadableGroup(
  context: OperationContext,
  operation: string,
  identifier: string | undefined,
): Promise<LogGroup> {
  const group = await findGroup(context, identifier);
  if (group.class !== "STANDARD") throw notForClass(group.name, group.class, operation);
  return group;
}

/** Reads in the group's own partition. */
export async function readGroup<T>(
  context: OperationContext,
  group: LogGroup,
  read: (tx: ReadTransaction) => Promise<T>,
): Promise<T> {
  return context.host.storage.partition(groupKey(context, group.id)).read(read);
}

/** `name` and `identifier` are two members of one request, of which it gives one. */
export function oneGroupOf(name: string | undefined, identifier: string | undefined): string {
  if (name !== undefined && identifier !== undefined) {
    throw nameAndIdentifier();
  }
  return name ?? identifier ?? fail(invalidParameter("LogGroup name or LogGroup identifier must be specified."));
}
