import type { _Stream } from "@aws-sdk/client-dynamodb-streams";
import { fail } from "../../../../platform/aws-error.ts";
import { type Table, tablesKey } from "../../tables/table.ts";
import { tableStore } from "../../tables/table-store.ts";
import { validationException } from "../../values/validation-exception.ts";
import { invalidStreamArn } from "../errors.ts";
import { limits } from "../limits.ts";
import type { StreamsOperation } from "../operation.ts";
import { fromStreamArn, streamArn, streamsOf } from "../shards/stream.ts";

/** The streams of a table, or of all tables, by the tables' names; a table's newest first. */
export const listStreams: StreamsOperation<"ListStreams"> = async (input, { host, state, account, region }) => {
  const { TableName, Limit = limits.streamsPerPage, ExclusiveStartStreamArn } = input;
  if (Limit > limits.streamsPerPage)
    throw validationException(
      `1 validation error detected: Value '${Limit}' at 'limit' failed to satisfy constraint: Member must have value less than or equal to ${limits.streamsPerPage}`,
    );
  const start =
    ExclusiveStartStreamArn === undefined
      ? undefined
      : (fromStreamArn(ExclusiveStartStreamArn) ?? fail(invalidStreamArn(ExclusiveStartStreamArn)));
  const nowMs = host.clock.nowMs();
  const found: _Stream[] = [];
  const add = (table: Table) => {
    const streams = streamsOf(table, nowMs);
    const at = start?.name === table.name ? streams.findIndex(({ label }) => label === start.label) : -1;
    for (const stream of streams.slice(at + 1))
      found.push({ StreamArn: streamArn(table, stream), TableName: table.name, StreamLabel: stream.label });
  };
  if (TableName !== undefined) {
    const table = await state.tables.find({ account, region, name: TableName });
    if (table) add(table);
  } else {
    const at = { account, region };
    await host.storage.partition(tablesKey(at)).read(async (tx) => {
      const first = start && (await tableStore.find(tx, at, start.name));
      if (first) add(first);
      let after = start?.name ?? "";
      while (found.length <= Limit) {
        const names = await tableStore.names(tx, { after, limit: namesPerRead });
        for (const name of names) {
          const table = await tableStore.find(tx, at, name);
          if (table) add(table);
        }
        if (names.length < namesPerRead) break;
        after = names.at(-1) ?? "";
      }
    });
  }
  const Streams = found.slice(0, Limit);
  return { Streams, LastEvaluatedStreamArn: found.length > Limit ? Streams.at(-1)?.StreamArn : undefined };
};

const namesPerRead = 100;
