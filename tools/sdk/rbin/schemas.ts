import { TypeRegistry } from "@smithy/core/schema";
import type { StaticSchema } from "@smithy/types";
import {
  ConflictException,
  InternalServerException,
  RbinServiceException,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  ValidationException,
} from "./errors.ts";

/** Recycle Bin's shapes, in the form of the SDK's schemas: structure 3, list 1, error -3, operation 9; string 0, number 1, timestamp 4. Source: AWS's service model of 2021-06-15. */
const namespace = "com.amazonaws.rbin";

export const ConflictException$ = [
  -3,
  namespace,
  "ConflictException",
  { error: "client", httpError: 409 },
  ["Message", "Reason"],
  [0, 0],
] as never as StaticSchema;
export const CreateRuleRequest$ = [
  3,
  namespace,
  "CreateRuleRequest",
  0,
  [
    "RetentionPeriod",
    "ResourceType",
    "Description",
    "Tags",
    "ResourceTags",
    "LockConfiguration",
    "ExcludeResourceTags",
  ],
  [
    () => RetentionPeriod$,
    0,
    0,
    () => TagList$,
    () => ResourceTags$,
    () => LockConfiguration$,
    () => ExcludeResourceTags$,
  ],
  2,
] as never as StaticSchema;
export const CreateRuleResponse$ = [
  3,
  namespace,
  "CreateRuleResponse",
  0,
  [
    "Identifier",
    "RetentionPeriod",
    "Description",
    "Tags",
    "ResourceType",
    "ResourceTags",
    "Status",
    "LockConfiguration",
    "LockState",
    "RuleArn",
    "ExcludeResourceTags",
  ],
  [
    0,
    () => RetentionPeriod$,
    0,
    () => TagList$,
    0,
    () => ResourceTags$,
    0,
    () => LockConfiguration$,
    0,
    0,
    () => ExcludeResourceTags$,
  ],
] as never as StaticSchema;
export const DeleteRuleRequest$ = [
  3,
  namespace,
  "DeleteRuleRequest",
  0,
  ["Identifier"],
  [[0, 1]],
  1,
] as never as StaticSchema;
export const DeleteRuleResponse$ = [3, namespace, "DeleteRuleResponse", 0, [], []] as never as StaticSchema;
export const GetRuleRequest$ = [
  3,
  namespace,
  "GetRuleRequest",
  0,
  ["Identifier"],
  [[0, 1]],
  1,
] as never as StaticSchema;
export const GetRuleResponse$ = [
  3,
  namespace,
  "GetRuleResponse",
  0,
  [
    "Identifier",
    "Description",
    "ResourceType",
    "RetentionPeriod",
    "ResourceTags",
    "Status",
    "LockConfiguration",
    "LockState",
    "LockEndTime",
    "RuleArn",
    "ExcludeResourceTags",
  ],
  [
    0,
    0,
    0,
    () => RetentionPeriod$,
    () => ResourceTags$,
    0,
    () => LockConfiguration$,
    0,
    4,
    0,
    () => ExcludeResourceTags$,
  ],
] as never as StaticSchema;
export const InternalServerException$ = [
  -3,
  namespace,
  "InternalServerException",
  { error: "server", httpError: 500 },
  ["Message"],
  [0],
] as never as StaticSchema;
export const ListRulesRequest$ = [
  3,
  namespace,
  "ListRulesRequest",
  0,
  ["ResourceType", "MaxResults", "NextToken", "ResourceTags", "LockState", "ExcludeResourceTags"],
  [0, 1, 0, () => ResourceTags$, 0, () => ExcludeResourceTags$],
  1,
] as never as StaticSchema;
export const ListRulesResponse$ = [
  3,
  namespace,
  "ListRulesResponse",
  0,
  ["Rules", "NextToken"],
  [() => RuleSummaryList$, 0],
] as never as StaticSchema;
export const ListTagsForResourceRequest$ = [
  3,
  namespace,
  "ListTagsForResourceRequest",
  0,
  ["ResourceArn"],
  [[0, 1]],
  1,
] as never as StaticSchema;
export const ListTagsForResourceResponse$ = [
  3,
  namespace,
  "ListTagsForResourceResponse",
  0,
  ["Tags"],
  [() => TagList$],
] as never as StaticSchema;
export const LockConfiguration$ = [
  3,
  namespace,
  "LockConfiguration",
  0,
  ["UnlockDelay"],
  [() => UnlockDelay$],
  1,
] as never as StaticSchema;
export const LockRuleRequest$ = [
  3,
  namespace,
  "LockRuleRequest",
  0,
  ["Identifier", "LockConfiguration"],
  [[0, 1], () => LockConfiguration$],
  2,
] as never as StaticSchema;
export const LockRuleResponse$ = [
  3,
  namespace,
  "LockRuleResponse",
  0,
  [
    "Identifier",
    "Description",
    "ResourceType",
    "RetentionPeriod",
    "ResourceTags",
    "Status",
    "LockConfiguration",
    "LockState",
    "RuleArn",
    "ExcludeResourceTags",
  ],
  [0, 0, 0, () => RetentionPeriod$, () => ResourceTags$, 0, () => LockConfiguration$, 0, 0, () => ExcludeResourceTags$],
] as never as StaticSchema;
export const ResourceNotFoundException$ = [
  -3,
  namespace,
  "ResourceNotFoundException",
  { error: "client", httpError: 404 },
  ["Message", "Reason"],
  [0, 0],
] as never as StaticSchema;
export const ResourceTag$ = [
  3,
  namespace,
  "ResourceTag",
  0,
  ["ResourceTagKey", "ResourceTagValue"],
  [0, 0],
  1,
] as never as StaticSchema;
export const RetentionPeriod$ = [
  3,
  namespace,
  "RetentionPeriod",
  0,
  ["RetentionPeriodValue", "RetentionPeriodUnit"],
  [1, 0],
  2,
] as never as StaticSchema;
export const RuleSummary$ = [
  3,
  namespace,
  "RuleSummary",
  0,
  ["Identifier", "Description", "RetentionPeriod", "LockState", "RuleArn"],
  [0, 0, () => RetentionPeriod$, 0, 0],
] as never as StaticSchema;
export const ServiceQuotaExceededException$ = [
  -3,
  namespace,
  "ServiceQuotaExceededException",
  { error: "client", httpError: 402 },
  ["Message", "Reason"],
  [0, 0],
] as never as StaticSchema;
export const Tag$ = [3, namespace, "Tag", 0, ["Key", "Value"], [0, 0], 2] as never as StaticSchema;
export const TagResourceRequest$ = [
  3,
  namespace,
  "TagResourceRequest",
  0,
  ["ResourceArn", "Tags"],
  [[0, 1], () => TagList$],
  2,
] as never as StaticSchema;
export const TagResourceResponse$ = [3, namespace, "TagResourceResponse", 0, [], []] as never as StaticSchema;
export const UnlockDelay$ = [
  3,
  namespace,
  "UnlockDelay",
  0,
  ["UnlockDelayValue", "UnlockDelayUnit"],
  [1, 0],
  2,
] as never as StaticSchema;
export const UnlockRuleRequest$ = [
  3,
  namespace,
  "UnlockRuleRequest",
  0,
  ["Identifier"],
  [[0, 1]],
  1,
] as never as StaticSchema;
export const UnlockRuleResponse$ = [
  3,
  namespace,
  "UnlockRuleResponse",
  0,
  [
    "Identifier",
    "Description",
    "ResourceType",
    "RetentionPeriod",
    "ResourceTags",
    "Status",
    "LockConfiguration",
    "LockState",
    "LockEndTime",
    "RuleArn",
    "ExcludeResourceTags",
  ],
  [
    0,
    0,
    0,
    () => RetentionPeriod$,
    () => ResourceTags$,
    0,
    () => LockConfiguration$,
    0,
    4,
    0,
    () => ExcludeResourceTags$,
  ],
] as never as StaticSchema;
export const UntagResourceRequest$ = [
  3,
  namespace,
  "UntagResourceRequest",
  0,
  ["ResourceArn", "TagKeys"],
  [
    [0, 1],
    [() => TagKeyList$, { httpQuery: "tagKeys" }],
  ],
  2,
] as never as StaticSchema;
export const UntagResourceResponse$ = [3, namespace, "UntagResourceResponse", 0, [], []] as never as StaticSchema;
export const UpdateRuleRequest$ = [
  3,
  namespace,
  "UpdateRuleRequest",
  0,
  ["Identifier", "RetentionPeriod", "Description", "ResourceType", "ResourceTags", "ExcludeResourceTags"],
  [[0, 1], () => RetentionPeriod$, 0, 0, () => ResourceTags$, () => ExcludeResourceTags$],
  1,
] as never as StaticSchema;
export const UpdateRuleResponse$ = [
  3,
  namespace,
  "UpdateRuleResponse",
  0,
  [
    "Identifier",
    "RetentionPeriod",
    "Description",
    "ResourceType",
    "ResourceTags",
    "Status",
    "LockState",
    "LockEndTime",
    "RuleArn",
    "ExcludeResourceTags",
  ],
  [0, () => RetentionPeriod$, 0, 0, () => ResourceTags$, 0, 0, 4, 0, () => ExcludeResourceTags$],
] as never as StaticSchema;
export const ValidationException$ = [
  -3,
  namespace,
  "ValidationException",
  { error: "client", httpError: 400 },
  ["Message", "Reason"],
  [0, 0],
] as never as StaticSchema;
const ExcludeResourceTags$ = [1, namespace, "ExcludeResourceTags", 0, () => ResourceTag$] as never as StaticSchema;
const ResourceTags$ = [1, namespace, "ResourceTags", 0, () => ResourceTag$] as never as StaticSchema;
const RuleSummaryList$ = [1, namespace, "RuleSummaryList", 0, () => RuleSummary$] as never as StaticSchema;
const TagKeyList$ = [1, namespace, "TagKeyList", 0, 0] as never as StaticSchema;
const TagList$ = [1, namespace, "TagList", 0, () => Tag$] as never as StaticSchema;
export const CreateRule$ = [
  9,
  namespace,
  "CreateRule",
  { http: ["POST", "/rules", 201] },
  () => CreateRuleRequest$,
  () => CreateRuleResponse$,
] as never as StaticSchema;
export const DeleteRule$ = [
  9,
  namespace,
  "DeleteRule",
  { http: ["DELETE", "/rules/{Identifier}", 204] },
  () => DeleteRuleRequest$,
  () => DeleteRuleResponse$,
] as never as StaticSchema;
export const GetRule$ = [
  9,
  namespace,
  "GetRule",
  { http: ["GET", "/rules/{Identifier}", 200] },
  () => GetRuleRequest$,
  () => GetRuleResponse$,
] as never as StaticSchema;
export const ListRules$ = [
  9,
  namespace,
  "ListRules",
  { http: ["POST", "/list-rules", 200] },
  () => ListRulesRequest$,
  () => ListRulesResponse$,
] as never as StaticSchema;
export const ListTagsForResource$ = [
  9,
  namespace,
  "ListTagsForResource",
  { http: ["GET", "/tags/{ResourceArn}", 200] },
  () => ListTagsForResourceRequest$,
  () => ListTagsForResourceResponse$,
] as never as StaticSchema;
export const LockRule$ = [
  9,
  namespace,
  "LockRule",
  { http: ["PATCH", "/rules/{Identifier}/lock", 200] },
  () => LockRuleRequest$,
  () => LockRuleResponse$,
] as never as StaticSchema;
export const TagResource$ = [
  9,
  namespace,
  "TagResource",
  { http: ["POST", "/tags/{ResourceArn}", 201] },
  () => TagResourceRequest$,
  () => TagResourceResponse$,
] as never as StaticSchema;
export const UnlockRule$ = [
  9,
  namespace,
  "UnlockRule",
  { http: ["PATCH", "/rules/{Identifier}/unlock", 200] },
  () => UnlockRuleRequest$,
  () => UnlockRuleResponse$,
] as never as StaticSchema;
export const UntagResource$ = [
  9,
  namespace,
  "UntagResource",
  { http: ["DELETE", "/tags/{ResourceArn}", 204] },
  () => UntagResourceRequest$,
  () => UntagResourceResponse$,
] as never as StaticSchema;
export const UpdateRule$ = [
  9,
  namespace,
  "UpdateRule",
  { http: ["PATCH", "/rules/{Identifier}", 200] },
  () => UpdateRuleRequest$,
  () => UpdateRuleResponse$,
] as never as StaticSchema;

const registry = TypeRegistry.for(namespace);
const base = TypeRegistry.for(`smithy.ts.sdk.synthetic.${namespace}`);
base.registerError(
  [-3, `smithy.ts.sdk.synthetic.${namespace}`, "RbinServiceException", 0, [], []] as never,
  RbinServiceException,
);

registry.registerError(ConflictException$ as never, ConflictException);
registry.registerError(InternalServerException$ as never, InternalServerException);
registry.registerError(ResourceNotFoundException$ as never, ResourceNotFoundException);
registry.registerError(ServiceQuotaExceededException$ as never, ServiceQuotaExceededException);
registry.registerError(ValidationException$ as never, ValidationException);

export const errorTypeRegistries = [base, registry];
