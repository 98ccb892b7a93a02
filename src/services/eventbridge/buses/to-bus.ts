import type { EventBus as EventBusShape } from "@aws-sdk/client-eventbridge";
import type { Place } from "../../service.ts";
import { busArn, type EventBus } from "./event-bus.ts";

/** The default bus was made by nobody: it has no times. */
export function toBus(at: Place, { name, description, policy, createdMs, modifiedMs }: EventBus): EventBusShape {
  return {
    Name: name,
    Arn: busArn(at, name),
    Description: description,
    Policy: policy,
    CreationTime: new Date(createdMs),
    LastModifiedTime: new Date(modifiedMs),
  };
}
