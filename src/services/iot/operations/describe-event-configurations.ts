import { eventConfigurations, eventTypes } from "../events/event-configurations.ts";
import type { IotOperation } from "../operation.ts";

export const describeEventConfigurations: IotOperation<"DescribeEventConfigurations"> = async (_input, context) => {
  const found = await context.state.registry.read(context, (tx) => eventConfigurations.find(tx));
  return {
    eventConfigurations: Object.fromEntries(
      eventTypes.map((type) => [type, { Enabled: found?.enabled.includes(type) ?? false }]),
    ),
    creationDate: found && new Date(found.createdMs),
    lastModifiedDate: found && new Date(found.modifiedMs),
  };
};
