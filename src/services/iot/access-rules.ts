import { passesRoleTo } from "../pass-role.ts";
import type { AccessRules, Place } from "../service.ts";
import type { Iot } from "./model.ts";
import { iotArn } from "./registry/registry.ts";
import { passedRoles, ruleResourceOf } from "./rules/rule-access.ts";

const passesRole = passesRoleTo("credentials.iot.amazonaws.com");
const passesRoleToIot = passesRoleTo("iot.amazonaws.com");

/** Source: "Actions, resources, and condition keys for AWS IoT". */
export const accessRules: AccessRules<Iot> = {
  prefix: "iot",
  also: {
    CreateAuthorizer: { tags: "iot:TagResource" },
    CreateThingType: { tags: "iot:TagResource" },
    CreateThingGroup: { tags: "iot:TagResource" },
    CreateDynamicThingGroup: { tags: "iot:TagResource" },
    CreateBillingGroup: { tags: "iot:TagResource" },
    CreatePolicy: { tags: "iot:TagResource" },
    CreateJob: { tags: "iot:TagResource", "presignedUrlConfig.roleArn": passesRoleToIot },
    CreateJobTemplate: { tags: "iot:TagResource", "presignedUrlConfig.roleArn": passesRoleToIot },
    UpdateJob: { "presignedUrlConfig.roleArn": passesRoleToIot },
    RegisterCACertificate: { tags: "iot:TagResource", "registrationConfig.roleArn": passesRoleToIot },
    UpdateCACertificate: { "registrationConfig.roleArn": passesRoleToIot },
    CreateRoleAlias: { tags: "iot:TagResource", roleArn: passesRole },
    UpdateRoleAlias: { roleArn: passesRole },
    CreateProvisioningTemplate: { tags: "iot:TagResource", provisioningRoleArn: passesRoleToIot },
    UpdateProvisioningTemplate: { provisioningRoleArn: passesRoleToIot },
    SetV2LoggingOptions: { roleArn: passesRoleToIot },
    SetLoggingOptions: { "loggingOptionsPayload.roleArn": passesRoleToIot },
    CreateTopicRule: {
      tags: "iot:TagResource",
      topicRulePayload: (payload, _input, { account }) => passedRoles(payload, account),
    },
    ReplaceTopicRule: { topicRulePayload: (payload, _input, { account }) => passedRoles(payload, account) },
  },
  // Whoever has the token has been asked.
  selfChecked: ["ConfirmTopicRuleDestination"],
  resource: (operation, input, at) => {
    if (typeof input.jobId === "string" && operation !== "ListJobExecutionsForThing")
      return iotArn(at, `job/${input.jobId}`);
    const ruleResource = ruleResourceOf(operation, input, at);
    if (ruleResource !== undefined || operation.startsWith("List"))
      return ruleResource ?? listedOf(operation, input, at);
    for (const [member, kind] of resourceMembers) {
      const name = input[member];
      if (typeof name === "string") return iotArn(at, `${kind}/${name}`);
    }
    return targetOf(input, at) ?? "*";
  },
};

/** By the first of these that a request has. */
const resourceMembers = [
  ["thingGroupName", "thinggroup"],
  ["billingGroupName", "billinggroup"],
  ["thingName", "thing"],
  ["thingTypeName", "thingtype"],
  ["certificateId", "cert"],
  ["roleAlias", "rolealias"],
  ["authorizerName", "authorizer"],
  ["templateName", "provisioningtemplate"],
  ["jobTemplateId", "jobtemplate"],
  ["domainConfigurationName", "domainconfiguration"],
  ["indexName", "index"],
] as const;

/** What is listed of something needs the permission to it; a list of all needs one to everything. */
function listedOf(operation: string, input: Readonly<Record<string, unknown>>, at: Place): string {
  if (operation === "ListThingsInThingGroup") return iotArn(at, `thinggroup/${input.thingGroupName}`);
  if (operation === "ListThingsInBillingGroup") return iotArn(at, `billinggroup/${input.billingGroupName}`);
  if (operation === "ListThingPrincipals" || operation === "ListThingGroupsForThing")
    return iotArn(at, `thing/${input.thingName}`);
  if (operation === "ListProvisioningTemplateVersions") return iotArn(at, `provisioningtemplate/${input.templateName}`);
  if (operation === "ListTargetsForPolicy" || operation === "ListPolicyVersions")
    return iotArn(at, `policy/${input.policyName}`);
  return operation === "ListTagsForResource" ? String(input.resourceArn) : "*";
}

/** Policies are attached to what the request says; a policy by itself is its own resource. */
function targetOf(
  { target, principal, resourceArn, policyName }: Readonly<Record<string, unknown>>,
  at: Place,
): string | undefined {
  const arn = [target, principal, resourceArn].find((each): each is string => typeof each === "string");
  return arn ?? (typeof policyName === "string" ? iotArn(at, `policy/${policyName}`) : undefined);
}
