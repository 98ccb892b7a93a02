import type { AccessRules } from "../service.ts";
import { groupArn, groupNameOf } from "./log-group.ts";
import type { Logs } from "./service-context.ts";

/** Source: "Actions, resources, and condition keys for Amazon CloudWatch Logs". */
export const accessRules: AccessRules<Logs> = {
  prefix: "logs",
  resource: (operation, input, at) => {
    const group = [input.logGroupName, input.logGroupIdentifier, input.resourceArn].find((name) => typeof name === "string");
    if (operation === "DescribeLogGroups") return groupArn(at, "*");
    if (typeof group !== "string") return "*";
    const arn = groupArn(at, groupNameOf(group));
    // The tagging operations name the group itself, all others what is in it.
    if (typeof input.resourceArn === "string") return arn;
    return streamOperations.has(operation) ? `${arn}:log-stream:${input.logStreamName}` : `${arn}:*`;
  },
};

/** These act on one stream; CreateLogStream acts on the group that gets it. */
const streamOperations = new Set(["PutLogEvents", "GetLogEvents", "DeleteLogStream"]);
