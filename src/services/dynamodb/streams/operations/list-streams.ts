import type { _Stream } from "@aws-sdk/client-dynamodb-streams";
import { fail } from "../../../../platform/aws-error.ts";
import { deletedTableStore } from "../../tables/deleted-table-store.ts";
import { tablesKey } from "../../tables/table.ts";
import { tableStore } from "../../tables/table-store.ts";
import { validationException } from "../../values/validation-exception.ts";
import { invalidStreamArn } from "../errors.ts";
import { limits } from "../limits.ts";
import type { StreamsOperation } from "../operation.ts";
import { fromStreamArn, streamArn, streamsOf } from "../shards/stream.ts";

/** The streams of a table, or of all tables, by the tables' names; a table's newest first. Those of a deleted one are there for a day. */
export const listStreams: StreamsOperation<"ListStreams"> = async (input, { host, account, region }) => {
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
  const at = { account, region };
  await host.storage.partition(tablesKey(at)).read(async (tx) => {
    const add = async (name: string) => {
      const table = await tableStore.find(tx, at, name);
      const tables = [...(table ? [table] : []), ...(await deletedTableStore.named(tx, at, name))];
      const streams = tables.flatMap((one) => streamsOf(one, nowMs));
      const from = start?.name === name ? streams.findIndex(({ label }) => label === start.label) : -1;
      for (const stream of streams.slice(from + 1))
        found.push({ StreamArn: streamArn({ ...at, name }, stream), TableName: name, StreamLabel: stream.label });
    };
    if (TableName !== undefined) return add(TableName);
    if (start) await add(start.name);
    let after = start?.name ?? "";
    while (found.length <= Limit) {
      const names = await deletedTableStore.allNames(tx, { after, limit: namesPerRead });
      for (const name of names) await add(name);
      if (names.length < namesPerRead) break;
      after = names.at(-1) ?? "";
    }
  });
  const Streams = found.slice(0, Limit);
  return { Streams, LastEvaluatedStreamArn: found.length > Limit ? Streams.at(-1)?.StreamArn : undefined };
};

const namesPerRead = 100;
