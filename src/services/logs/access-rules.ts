import type { AccessRules } from "../service.ts";
import { fromRecordPointer } from "./insights/record-pointer.ts";
import { groupArn, groupNameOf, streamArn } from "./log-group.ts";
import type { Logs } from "./service-context.ts";

/** Source: "Actions, resources, and condition keys for Amazon CloudWatch Logs". */
export const accessRules: AccessRules<Logs> = {
  prefix: "logs",
  resource: (operation, input, at) => {
    if (withoutResource.has(operation)) return "*";
    // The tagging operations name the group itself, all others what is in it.
    if (typeof input.resourceArn === "string")
      return groupArn(at, groupNameOf(input.resourceArn, at) ?? input.resourceArn);
    const pointed = fromRecordPointer(String(input.logRecordPointer))?.group;
    const named = [
      pointed,
      input.logGroupName,
      input.logGroupNames,
      input.logGroupIdentifier,
      input.logGroupIdentifiers,
    ].flat();
    const group = named.find((name) => typeof name === "string");
    const stream = streamOperations.has(operation) ? String(input.logStreamName) : "";
    return streamArn(at, typeof group === "string" ? (groupNameOf(group, at) ?? group) : "", stream);
  },
};

/** Queries are the account's, whatever groups they look through. */
const withoutResource = new Set([
  "TestMetricFilter",
  "StopQuery",
  "GetQueryResults",
  "DescribeQueries",
  "PutQueryDefinition",
  "DescribeQueryDefinitions",
  "DeleteQueryDefinition",
]);

/** These act on one stream; CreateLogStream acts on the group that gets it. */
const streamOperations = new Set(["PutLogEvents", "GetLogEvents", "DeleteLogStream"]);
