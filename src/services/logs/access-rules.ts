import { passesRoleTo } from "../pass-role.ts";
import type { AccessRules } from "../service.ts";
import { deliveryArn } from "./deliveries/delivery.ts";
import { destinationArn } from "./deliveries/delivery-destination.ts";
import { sourceArn } from "./deliveries/delivery-source.ts";
import { groupArn, groupNameOf, streamArn } from "./groups/log-group.ts";
import { fromRecordPointer } from "./insights/record-pointer.ts";
import type { Logs } from "./model.ts";
import type { LogsContext } from "./operation.ts";

/** Source: "Actions, resources, and condition keys for Amazon CloudWatch Logs". */
export const accessRules: AccessRules<Logs> = {
  prefix: "logs",
  also: {
    CreateLogGroup: { tags: "logs:TagResource" },
    PutDeliveryDestination: { tags: "logs:TagResource", roleArn: passesRoleTo("delivery.logs.amazonaws.com") },
    PutDeliverySource: { tags: "logs:TagResource" },
    CreateDelivery: { tags: "logs:TagResource" },
    PutSubscriptionFilter: { roleArn: passesRoleTo("logs.amazonaws.com") },
  },
  resource: (operation, input, at) => {
    if (withoutResource.has(operation)) return "*";
    if (ofDestination.has(operation))
      return destinationArn(at, String(input.deliveryDestinationName ?? input.name ?? ""));
    if (ofSource.has(operation)) return sourceArn(at, String(input.deliverySourceName ?? input.name ?? ""));
    if (ofDelivery.has(operation)) return deliveryArn(at, String(input.id ?? ""));
    // The tagging operations name the group itself, all others what is in it.
    if (typeof input.resourceArn === "string" && input.resourceArn.includes(":delivery")) return input.resourceArn;
    if (typeof input.resourceArn === "string")
      return groupArn(at, groupNameOf(input.resourceArn, at) ?? input.resourceArn);
    const pointed =
      input.logRecordPointer === undefined ? undefined : fromRecordPointer(String(input.logRecordPointer))?.group;
    const named = [
      pointed,
      input.logGroupName,
      input.logGroupNames,
      input.logGroupIdentifier,
      input.logGroupIdentifiers,
    ].flat();
    const group = named.find((name) => typeof name === "string");
    const stream = streamOperations.has(operation) ? String(input.logStreamName) : "";
    if (operation === "CancelExportTask" || operation === "DescribeExportTasks") return "*";
    return streamArn(at, typeof group === "string" ? (groupNameOf(group, at) ?? group) : "", stream);
  },
  resourcePolicy: async (operation, _input, at) =>
    writes.has(operation) ? (at as LogsContext).state.resourcePolicies.of(at) : undefined,
};

/** What resource policies are about. Only these look them up. */
const writes = new Set(["CreateLogGroup", "CreateLogStream", "PutLogEvents"]);

/** Queries are the account's, whatever groups they look through. */
const withoutResource = new Set([
  "TestMetricFilter",
  "StopQuery",
  "GetQueryResults",
  "DescribeQueries",
  "PutQueryDefinition",
  "DescribeQueryDefinitions",
  "DeleteQueryDefinition",
  "PutResourcePolicy",
  "DescribeResourcePolicies",
  "DeleteResourcePolicy",
  "DescribeDeliveries",
  "DescribeDeliveryDestinations",
  "DescribeDeliverySources",
  "DescribeDestinations",
  "ListLogGroups",
]);

const ofDestination = new Set([
  "PutDeliveryDestination",
  "GetDeliveryDestination",
  "DeleteDeliveryDestination",
  "PutDeliveryDestinationPolicy",
  "GetDeliveryDestinationPolicy",
  "DeleteDeliveryDestinationPolicy",
]);

const ofSource = new Set(["PutDeliverySource", "GetDeliverySource", "DeleteDeliverySource", "CreateDelivery"]);
const ofDelivery = new Set(["GetDelivery", "DeleteDelivery", "UpdateDeliveryConfiguration"]);

/** These act on one stream; CreateLogStream acts on the group that gets it. */
const streamOperations = new Set(["PutLogEvents", "GetLogEvents", "DeleteLogStream"]);
