import { fromPageToken } from "../../page-token.ts";
import { invalidToken } from "../errors.ts";
import type { LogsOperation } from "../operation.ts";

/** None: a destination is a Kinesis or Firehose stream, of which there are none here to put one for. Tools list them. */
export const describeDestinations: LogsOperation<"DescribeDestinations"> = async ({ nextToken }) => {
  fromPageToken(nextToken, invalidToken);
  return { destinations: [] };
};
