import { fromPageToken, toPageToken } from "../../../page-token.ts";
import { invalidToken } from "../../errors.ts";
import type { IotDataOperation } from "../operation.ts";

const pageSize = 20;
const mostPageSize = 200;

/** Topics of what is retained, without the messages. */
export const listRetainedMessages: IotDataOperation<"ListRetainedMessages"> = async (input, context) => {
  const after = fromPageToken(input.nextToken, invalidToken) ?? "";
  const most = Math.min(input.maxResults || pageSize, mostPageSize);
  const all = await context.state.retained.list(context, after, most + 1);
  const page = all.slice(0, most);
  return {
    retainedTopics: page.map(({ topic, head, payload }) => ({
      topic,
      payloadSize: payload.byteLength,
      qos: head.qos,
      lastModifiedTime: head.modifiedMs,
    })),
    nextToken: all.length > most ? toPageToken(page.at(-1)?.topic ?? "") : undefined,
  };
};
