import { parseFilterPattern } from "../filter-pattern/filter-pattern.ts";
import type { LogsOperation } from "../service-context.ts";

/** Which of the messages match, counted from 1, with the values of the pattern's fields. */
export const testMetricFilter: LogsOperation<"TestMetricFilter"> = async ({ filterPattern, logEventMessages }) => {
  const pattern = parseFilterPattern(filterPattern);
  return {
    matches: logEventMessages
      .map((eventMessage, index) => ({ eventNumber: index + 1, eventMessage }))
      .filter(({ eventMessage }) => pattern.matches(eventMessage))
      .map((match) => ({ ...match, extractedValues: pattern.extract(match.eventMessage) })),
  };
};
