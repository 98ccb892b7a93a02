import { parseArn } from "../../../../platform/arn.ts";
import { fail } from "../../../../platform/aws-error.ts";
import type { Place } from "../../../service.ts";
import { deletedTableStore } from "../../tables/deleted-table-store.ts";
import { type KnownTable, toKnownTable } from "../../tables/known-table.ts";
import { type Table, type TableStream, tableArn, tablesKey } from "../../tables/table.ts";
import { invalidStreamArn, streamNotFound } from "../errors.ts";
import { limits } from "../limits.ts";
import type { StreamsContext } from "../operation.ts";

/** A stream of a table: its own, or one that it had. */
export interface KnownStream {
  readonly arn: string;
  readonly table: KnownTable;
  readonly stream: TableStream;
}

export function streamArn(table: Place & { readonly name: string }, { label }: TableStream): string {
  return `${tableArn(table, table.name)}/stream/${label}`;
}

/** The table's stream and those that it had, the newest first; one that has ended is there for a day. */
export function streamsOf(table: Table, nowMs: number): readonly TableStream[] {
  const all = [...(table.stream ? [table.stream] : []), ...(table.formerStreams ?? [])];
  return all.filter(({ endedMs }) => endedMs === undefined || endedMs + limits.retentionMs > nowMs);
}

/** Throws ValidationException for what is no stream's ARN, ResourceNotFoundException for one that is not there. */
export async function findStream(context: StreamsContext, arn: string | undefined): Promise<KnownStream> {
  const { account, region, name, label } = fromStreamArn(arn) ?? fail(invalidStreamArn(arn ?? ""));
  if (account !== context.account || region !== context.region) throw streamNotFound(arn ?? "");
  const nowMs = context.host.clock.nowMs();
  const found = (table: Table) => streamsOf(table, nowMs).find((each) => each.label === label);
  const table = await context.state.tables.find({ account, region, name });
  const stream = table && found(table);
  if (stream) return { arn: arn ?? "", table, stream };
  const deleted = await context.host.storage
    .partition(tablesKey(context))
    .read((tx) => deletedTableStore.named(tx, context, name));
  const former = deleted.find(found);
  if (!former) throw streamNotFound(arn ?? "");
  return { arn: arn ?? "", table: toKnownTable(former), stream: found(former)! };
}

/** What the ARN of a stream names; undefined for another. */
export function fromStreamArn(
  text: string | undefined,
): (Place & { readonly name: string; readonly label: string }) | undefined {
  const arn = text === undefined ? undefined : parseArn(text);
  const [, name, label] = (arn?.service === "dynamodb" && streamResource.exec(arn.resource)) || [];
  if (!arn || name === undefined || label === undefined) return undefined;
  return { account: arn.account, region: arn.region, name, label };
}

const streamResource = /^table\/([A-Za-z0-9_.-]{3,255})\/stream\/([0-9T:.-]{1,40})$/;
