import type { StartLiveTailResponseStream } from "@aws-sdk/client-cloudwatch-logs";
import type { OperationInput } from "../../service.ts";
import { invalidParameter } from "../errors.ts";
import { type FilterPattern, parseFilterPattern } from "../filter-pattern/filter-pattern.ts";
import { limits } from "../limits.ts";
import type { Arrival, Follower } from "../live-tail.ts";
import { findGroup, groupArn, type LogGroup } from "../log-group.ts";
import type { Logs, LogsContext, LogsOperation } from "../service-context.ts";

/** Streams events as they arrive, from the answer on, until the client goes away. */
export const startLiveTail: LogsOperation<"StartLiveTail"> = async (input, context) => {
  const { logGroupIdentifiers } = input;
  if (logGroupIdentifiers.length > limits.liveTailGroups) {
    throw invalidParameter(`A live tail session can follow up to ${limits.liveTailGroups} log groups.`);
  }
  if (input.logStreamNames?.length && input.logStreamNamePrefixes?.length) {
    throw invalidParameter("logStreamNames and logStreamNamePrefixes are mutually exclusive parameters.");
  }
  const pattern = parseFilterPattern(input.logEventFilterPattern ?? "");
  const groups = await Promise.all(logGroupIdentifiers.map((identifier) => findGroup(context, identifier)));
  // From here on nothing that arrives is missed, even before the client reads.
  const follower = context.state.liveTail.follow(
    groups.map(({ id }) => id),
    context.signal,
  );
  return { responseStream: toResponseStream({ input, context, groups, pattern, follower }) };
};

interface Session {
  readonly input: OperationInput<Logs, "StartLiveTail">;
  readonly context: LogsContext;
  readonly groups: readonly LogGroup[];
  readonly pattern: FilterPattern;
  readonly follower: Follower;
}

async function* toResponseStream(session: Session): AsyncGenerator<StartLiveTailResponseStream> {
  const { input, context, groups, pattern, follower } = session;
  const arns = new Map(groups.map(({ id, name }) => [id, groupArn(context, name)]));
  yield {
    sessionStart: {
      requestId: context.requestId,
      sessionId: context.host.random.uuid(),
      logGroupIdentifiers: [...arns.values()],
      logStreamNames: input.logStreamNames ?? [],
      logStreamNamePrefixes: input.logStreamNamePrefixes ?? [],
      logEventFilterPattern: input.logEventFilterPattern ?? "",
    },
  };
  for (let update = await follower.next(); update; update = await follower.next()) {
    const wanted = update.arrivals.filter(
      ({ event }) => isWantedStream(input, event.stream) && pattern.matches(event.message),
    );
    if (wanted.length === 0) continue;
    yield {
      sessionUpdate: {
        sessionMetadata: { sampled: update.sampled },
        sessionResults: wanted.map((arrival) => toResult(arrival, arns)),
      },
    };
  }
}

function isWantedStream({ logStreamNames, logStreamNamePrefixes }: Session["input"], stream: string): boolean {
  if (logStreamNames?.length) return logStreamNames.includes(stream);
  return !logStreamNamePrefixes?.length || logStreamNamePrefixes.some((prefix) => stream.startsWith(prefix));
}

function toResult({ groupId, event }: Arrival, arns: ReadonlyMap<string, string>) {
  return {
    logGroupIdentifier: arns.get(groupId) ?? "",
    logStreamName: event.stream,
    message: event.message,
    timestamp: event.timestampMs,
    ingestionTime: event.ingestedMs,
  };
}
