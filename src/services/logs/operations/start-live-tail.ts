import type { StartLiveTailResponseStream } from "@aws-sdk/client-cloudwatch-logs";
import type { OperationInput } from "../../service.ts";
import { invalidParameter } from "../errors.ts";
import { parseFilterPattern } from "../filter-pattern/filter-pattern.ts";
import { Message, matchInTurns } from "../filter-pattern/message.ts";
import { findReadableGroup } from "../groups/find-group.ts";
import { groupArn, type LogGroup } from "../groups/log-group.ts";
import { limits } from "../limits.ts";
import type { Arrival, Follower } from "../live-tail/live-tail.ts";
import type { Logs } from "../model.ts";
import type { LogsContext, LogsOperation } from "../operation.ts";

/** Streams events as they arrive, from the answer on, until the client goes away or three hours are over. */
export const startLiveTail: LogsOperation<"StartLiveTail"> = async (input, context) => {
  const { logGroupIdentifiers } = input;
  checkStreams(input);
  const { matches } = parseFilterPattern(input.logEventFilterPattern ?? "");
  const groups = await Promise.all(
    logGroupIdentifiers.map((identifier) => findReadableGroup(context, "StartLiveTail", identifier)),
  );
  // The access check before the operation sees the first group only.
  for (const { name } of groups.slice(1)) await context.authorize("StartLiveTail", { logGroupIdentifiers: [name] });
  // From here on nothing that arrives is missed, even before the client reads.
  const follower = await context.state.liveTail.follow(
    groups.map(({ id }) => id),
    ({ stream, message }, pace) => isWantedStream(input, stream) && matchInTurns(matches, new Message(message), pace),
    context.signal,
  );
  return { responseStream: toResponseStream({ input, context, groups, follower }) };
};

type Input = OperationInput<Logs, "StartLiveTail">;

interface Session {
  readonly input: Input;
  readonly context: LogsContext;
  readonly groups: readonly LogGroup[];
  readonly follower: Follower;
}

function checkStreams({ logGroupIdentifiers, logStreamNames, logStreamNamePrefixes }: Input): void {
  if (logGroupIdentifiers.length > limits.liveTailGroups) {
    throw invalidParameter(`A live tail session can follow up to ${limits.liveTailGroups} log groups.`);
  }
  if (logStreamNames?.length && logStreamNamePrefixes?.length) {
    throw invalidParameter("logStreamNames and logStreamNamePrefixes are mutually exclusive parameters.");
  }
  if ((logStreamNames?.length || logStreamNamePrefixes?.length) && logGroupIdentifiers.length > 1) {
    throw invalidParameter("Log streams can be given only with one log group.");
  }
}

async function* toResponseStream(session: Session): AsyncGenerator<StartLiveTailResponseStream> {
  const { input, context, groups, follower } = session;
  const arns = new Map(groups.map(({ id, name }) => [id, groupArn(context, name)]));
  try {
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
      yield {
        sessionUpdate: {
          sessionMetadata: { sampled: update.sampled },
          sessionResults: update.arrivals.map((arrival) => toResult(arrival, arns)),
        },
      };
    }
  } finally {
    // Whoever stops reading is followed no more, whether or not its connection is closed.
    follower.end();
  }
}

function isWantedStream({ logStreamNames, logStreamNamePrefixes }: Input, stream: string): boolean {
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
