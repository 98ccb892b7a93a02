import type { AccessRules } from "../../service.ts";
import { iotArn } from "../registry/registry.ts";
import type { IotJobsData } from "./model.ts";

/** Source: "Actions, resources, and condition keys for AWS IoT Jobs DataPlane". */
export const accessRules: AccessRules<IotJobsData> = {
  prefix: "iotjobsdata",
  resource: (_operation, input, at) => iotArn(at, `thing/${input.thingName}`),
};
