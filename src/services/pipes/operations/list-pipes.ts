import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalid } from "../errors.ts";
import { limits } from "../limits.ts";
import type { PipesOperation } from "../operation.ts";
import { type Pipe, pipesKey } from "../pipes/pipe.ts";
import { pipeStore } from "../pipes/pipe-store.ts";
import { toSummary } from "../pipes/to-pipe.ts";

export const listPipes: PipesOperation<"ListPipes"> = async (input, context) => {
  const { NamePrefix: prefix = "", Limit: size = limits.pageSize } = input;
  const after = fromPageToken(input.NextToken, () => invalid("Invalid NextToken.")) ?? "";
  // An account has a thousand at most.
  const all = await context.host.storage
    .partition(pipesKey(context))
    .read((tx) => pipeStore.list(tx, context, { prefix, after, limit: limits.pipes }));
  const isWanted = ({ desired, state, definition: { source, target } }: Pipe) =>
    (input.DesiredState ?? desired) === desired &&
    (input.CurrentState ?? state) === state &&
    source.startsWith(input.SourcePrefix ?? "") &&
    target.startsWith(input.TargetPrefix ?? "");
  const found = all.filter(isWanted);
  const page = found.slice(0, size);
  return {
    Pipes: page.map(toSummary),
    NextToken: found.length > size ? toPageToken(page.at(-1)?.name ?? "") : undefined,
  };
};
