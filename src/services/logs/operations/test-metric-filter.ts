import type { MetricFilterMatchRecord } from "@aws-sdk/client-cloudwatch-logs";
import { Pace } from "../../../platform/pace.ts";
import { parseFilterPattern } from "../filter-pattern/filter-pattern.ts";
import { Message, matchInTurns } from "../filter-pattern/message.ts";
import type { LogsOperation } from "../operation.ts";

/** Which of the messages match, counted from 1, with the values of the pattern's fields. */
export const testMetricFilter: LogsOperation<"TestMetricFilter"> = async ({ filterPattern, logEventMessages }) => {
  const pattern = parseFilterPattern(filterPattern);
  const pace = new Pace();
  const matches: MetricFilterMatchRecord[] = [];
  for (const [index, eventMessage] of logEventMessages.entries()) {
    if (pace.isOver) await pace.rest();
    const message = new Message(eventMessage);
    if (!(await matchInTurns(pattern.matches, message, pace))) continue;
    matches.push({ eventNumber: index + 1, eventMessage, extractedValues: pattern.extract(message) });
  }
  return { matches };
};
