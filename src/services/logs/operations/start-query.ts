import { isNamed } from "../../../platform/aws-error.ts";
import type { OperationInput } from "../../service.ts";
import { invalidParameter, notSupported, queriedGroupNotFound } from "../errors.ts";
import { findGroup, readGroup } from "../groups/find-group.ts";
import { expiryMs, type LogGroup } from "../groups/log-group.ts";
import { parseQuery } from "../insights/parse-query.ts";
import { planQuery } from "../insights/plan.ts";
import type { QueryTarget } from "../insights/run-query.ts";
import { limits } from "../limits.ts";
import type { Logs } from "../model.ts";
import type { LogsContext, LogsOperation } from "../operation.ts";

/** Starts a query in the background. It sees what is stored while it runs, and its text is checked before. */
export const startQuery: LogsOperation<"StartQuery"> = async (input, context) => {
  const { host, state } = context;
  if (input.queryLanguage !== undefined && input.queryLanguage !== "CWLI") {
    throw notSupported(`the query language ${input.queryLanguage}`);
  }
  if (input.startTime > input.endTime) throw invalidParameter("startTime cannot be after endTime.");
  const identifiers = identifiersOf(input);
  const commands = parseQuery(input.queryString);
  const plan = planQuery(commands, {
    nowMs: host.clock.nowMs(),
    rows: input.limit,
    severalGroups: identifiers.length > 1,
  });
  const groups = await Promise.all(identifiers.map((identifier) => findQueried(context, identifier)));
  // The access check before the operation sees the first group only.
  for (const { name } of groups.slice(1)) await context.authorize("StartQuery", { logGroupName: name });
  const query = state.queries.start({
    id: host.random.uuid(),
    place: context,
    text: input.queryString,
    span: { fromMs: input.startTime * 1000, toMs: input.endTime * 1000 + 999 },
    user: context.principal.arn,
    plan,
    targets: groups.map((group) => toTarget(context, group, input)),
  });
  return { queryId: query.id };
};

type Input = OperationInput<Logs, "StartQuery">;

async function findQueried(context: LogsContext, identifier: string): Promise<LogGroup> {
  try {
    return await findGroup(context, identifier);
  } catch (error) {
    if (!isNamed(error, "ResourceNotFoundException")) throw error;
    throw queriedGroupNotFound(identifier, context.account, context.host.random.uuid());
  }
}

function identifiersOf({ logGroupName, logGroupNames, logGroupIdentifiers }: Input): readonly string[] {
  const given = [logGroupName === undefined ? undefined : [logGroupName], logGroupNames, logGroupIdentifiers].filter(
    (names) => names !== undefined,
  );
  const [identifiers] = given;
  if (!identifiers || identifiers.length === 0 || given.length > 1) {
    throw invalidParameter("Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be specified.");
  }
  if (identifiers.length > limits.insightsGroups) {
    throw invalidParameter(`A query can include up to ${limits.insightsGroups} log groups.`);
  }
  return [...new Set(identifiers)];
}

/** Both ends are included, and they are whole seconds. */
function toTarget(context: LogsContext, group: LogGroup, { startTime, endTime }: Input): QueryTarget {
  return {
    source: { account: context.account, group: group.name, discovers: group.class === "STANDARD" },
    range: {
      stream: undefined,
      fromMs: Math.max(startTime * 1000, expiryMs(group, context.host.clock.nowMs())),
      toMs: Math.min(endTime * 1000 + 999, Number.MAX_SAFE_INTEGER),
    },
    read: (work) => readGroup(context, group, work),
  };
}
