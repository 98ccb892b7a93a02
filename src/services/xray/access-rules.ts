import type { AccessRules } from "../service.ts";
import type { XRay } from "./model.ts";

/** Source: "Actions, resources, and condition keys for AWS X-Ray": traces are nobody's resource. */
export const accessRules: AccessRules<XRay> = {
  prefix: "xray",
  resource: () => "*",
};
