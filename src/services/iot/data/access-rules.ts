import type { AccessRules } from "../../service.ts";
import { iotArn } from "../registry/registry.ts";
import type { IotData } from "./model.ts";

/** Source: "Actions, resources, and condition keys for AWS IoT". */
export const accessRules: AccessRules<IotData> = {
  prefix: "iot",
  also: { Publish: { retain: "iot:RetainPublish" } },
  resource: (_operation, input, at) => {
    if (typeof input.topic === "string") return iotArn(at, `topic/${input.topic}`);
    if (typeof input.clientId === "string") return iotArn(at, `client/${input.clientId}`);
    const { thingName, shadowName } = input;
    if (typeof thingName === "string")
      return iotArn(at, `thing/${thingName}${typeof shadowName === "string" ? `/${shadowName}` : ""}`);
    return "*";
  },
};
