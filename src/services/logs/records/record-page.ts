import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidToken } from "../errors.ts";
import { limits } from "../limits.ts";
import type { LogsContext } from "../operation.ts";
import { type Named, type RecordKind, recordStore, recordsKey } from "./record-store.ts";

interface PageInput {
  readonly nextToken?: string | undefined;
  readonly limit?: number | undefined;
}

/** A page of an account's records, the oldest first. There are so few that they are sorted here. Throws InvalidParameterException for a token of no page. */
export async function recordPage<K extends RecordKind>(context: LogsContext, kind: K, input: PageInput) {
  const after = toPosition(fromPageToken(input.nextToken, invalidToken));
  const limit = input.limit ?? limits.describePage;
  const partition = context.host.storage.partition(recordsKey(context, kind));
  const all = await partition.read((tx) => recordStore.list(tx, kind));
  const behind = all
    .map((record) => ({ record, position: positionOf(record) }))
    .filter(({ position }) => isAfter(position, after));
  behind.sort((a, b) => (isAfter(a.position, b.position) ? 1 : -1));
  const page = behind.slice(0, limit);
  const last = page.at(-1)?.position;
  return {
    records: page.map(({ record }) => record),
    nextToken: last && behind.length > limit ? toPageToken(`${last.createdMs}\n${last.name}`) : undefined,
  };
}

interface Position {
  readonly createdMs: number;
  readonly name: string;
}

function positionOf(record: Named<RecordKind>): Position {
  return { createdMs: "createdMs" in record ? (record.createdMs ?? 0) : 0, name: record.name };
}

function isAfter(one: Position, other: Position | undefined): boolean {
  if (!other) return true;
  return one.createdMs === other.createdMs ? one.name > other.name : one.createdMs > other.createdMs;
}

function toPosition(text: string | undefined): Position | undefined {
  if (text === undefined) return undefined;
  const [createdMs, name] = text.split("\n");
  if (name === undefined || !Number.isSafeInteger(Number(createdMs))) throw invalidToken();
  return { createdMs: Number(createdMs), name };
}
