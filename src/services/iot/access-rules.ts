import { partitionOf } from "../../platform/arn.ts";
import type { AccessRules, Place } from "../service.ts";
import type { Iot } from "./model.ts";

/** Source: "Actions, resources, and condition keys for AWS IoT". */
export const accessRules: AccessRules<Iot> = {
  prefix: "iot",
  resource: (operation, input, at) => {
    if (/^(?:Create|Describe|Update|Delete)Thing$/.test(operation)) return iotArn(at, `thing/${input.thingName}`);
    return "*";
  },
};

function iotArn({ account, region }: Place, resource: string): string {
  return `arn:${partitionOf(region)}:iot:${region}:${account}:${resource}`;
}
