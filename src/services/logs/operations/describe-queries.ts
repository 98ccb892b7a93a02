import { fromOffsetToken, toPageToken } from "../../page-token.ts";
import { invalidToken } from "../errors.ts";
import { groupNameOf } from "../groups/log-group.ts";
import type { LogsOperation } from "../operation.ts";

const mostQueries = 1000;

/** The newest first. */
export const describeQueries: LogsOperation<"DescribeQueries"> = async (input, context) => {
  const wantedGroup = groupNameOf(input.logGroupName, context);
  const from = fromOffsetToken(input.nextToken, invalidToken);
  const end = from + (input.maxResults ?? mostQueries);
  const isWantedLanguage = input.queryLanguage === undefined || input.queryLanguage === "CWLI";
  const found = (await context.state.queryAnswers.list(context))
    .filter(({ groups }) => wantedGroup === undefined || groups.includes(wantedGroup))
    .filter(({ info }) => isWantedLanguage && (input.status === undefined || info.status === input.status));
  return {
    queries: found.slice(from, end).map(({ info }) => ({ ...info, logGroupName: wantedGroup ?? info.logGroupName })),
    nextToken: found.length > end ? toPageToken(String(end)) : undefined,
  };
};
