import { findBus } from "../buses/find-bus.ts";
import { toBus } from "../buses/to-bus.ts";
import type { EventsOperation } from "../operation.ts";

export const describeEventBus: EventsOperation<"DescribeEventBus"> = async ({ Name }, context) => {
  const bus = await findBus(context, Name);
  return toBus(bus, bus.record);
};
