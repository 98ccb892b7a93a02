import { fail } from "../../../platform/aws-error.ts";
import { replayArn } from "../archives/archive.ts";
import { replayStore } from "../archives/archive-store.ts";
import { toReplay } from "../archives/to-archive.ts";
import { eventsKey } from "../buses/event-bus.ts";
import { replayNotFound } from "../errors.ts";
import type { EventsOperation } from "../operation.ts";

export const describeReplay: EventsOperation<"DescribeReplay"> = async ({ ReplayName: name = "" }, context) => {
  const found = await context.host.storage.partition(eventsKey(context)).read((tx) => replayStore.find(tx, name));
  const replay = found ?? fail(replayNotFound(name));
  return {
    ...toReplay(context, replay),
    ReplayArn: replayArn(context, name),
    Description: replay.description,
    Destination: { Arn: replay.busArn, FilterArns: replay.filterArns ? [...replay.filterArns] : undefined },
  };
};
