/** Recycle Bin's structures, as the SDK types those of its clients. */

export interface CreateRuleRequest {
  RetentionPeriod: RetentionPeriod | undefined;
  Description?: string | undefined;
  Tags?: Tag[] | undefined;
  ResourceType: "EBS_SNAPSHOT" | "EC2_IMAGE" | "EBS_VOLUME" | undefined;
  ResourceTags?: ResourceTag[] | undefined;
  LockConfiguration?: LockConfiguration | undefined;
  ExcludeResourceTags?: ResourceTag[] | undefined;
}

export interface CreateRuleResponse {
  Identifier?: string | undefined;
  RetentionPeriod?: RetentionPeriod | undefined;
  Description?: string | undefined;
  Tags?: Tag[] | undefined;
  ResourceType?: "EBS_SNAPSHOT" | "EC2_IMAGE" | "EBS_VOLUME" | undefined;
  ResourceTags?: ResourceTag[] | undefined;
  Status?: "pending" | "available" | undefined;
  LockConfiguration?: LockConfiguration | undefined;
  LockState?: "locked" | "pending_unlock" | "unlocked" | undefined;
  RuleArn?: string | undefined;
  ExcludeResourceTags?: ResourceTag[] | undefined;
}

export interface DeleteRuleRequest {
  Identifier: string | undefined;
}

export type DeleteRuleResponse = object;

export interface GetRuleRequest {
  Identifier: string | undefined;
}

export interface GetRuleResponse {
  Identifier?: string | undefined;
  Description?: string | undefined;
  ResourceType?: "EBS_SNAPSHOT" | "EC2_IMAGE" | "EBS_VOLUME" | undefined;
  RetentionPeriod?: RetentionPeriod | undefined;
  ResourceTags?: ResourceTag[] | undefined;
  Status?: "pending" | "available" | undefined;
  LockConfiguration?: LockConfiguration | undefined;
  LockState?: "locked" | "pending_unlock" | "unlocked" | undefined;
  LockEndTime?: Date | undefined;
  RuleArn?: string | undefined;
  ExcludeResourceTags?: ResourceTag[] | undefined;
}

export interface ListRulesRequest {
  MaxResults?: number | undefined;
  NextToken?: string | undefined;
  ResourceType: "EBS_SNAPSHOT" | "EC2_IMAGE" | "EBS_VOLUME" | undefined;
  ResourceTags?: ResourceTag[] | undefined;
  LockState?: "locked" | "pending_unlock" | "unlocked" | undefined;
  ExcludeResourceTags?: ResourceTag[] | undefined;
}

export interface ListRulesResponse {
  Rules?: RuleSummary[] | undefined;
  NextToken?: string | undefined;
}

export interface ListTagsForResourceRequest {
  ResourceArn: string | undefined;
}

export interface ListTagsForResourceResponse {
  Tags?: Tag[] | undefined;
}

export interface LockConfiguration {
  UnlockDelay: UnlockDelay | undefined;
}

export interface LockRuleRequest {
  Identifier: string | undefined;
  LockConfiguration: LockConfiguration | undefined;
}

export interface LockRuleResponse {
  Identifier?: string | undefined;
  Description?: string | undefined;
  ResourceType?: "EBS_SNAPSHOT" | "EC2_IMAGE" | "EBS_VOLUME" | undefined;
  RetentionPeriod?: RetentionPeriod | undefined;
  ResourceTags?: ResourceTag[] | undefined;
  Status?: "pending" | "available" | undefined;
  LockConfiguration?: LockConfiguration | undefined;
  LockState?: "locked" | "pending_unlock" | "unlocked" | undefined;
  RuleArn?: string | undefined;
  ExcludeResourceTags?: ResourceTag[] | undefined;
}

export interface ResourceTag {
  ResourceTagKey: string | undefined;
  ResourceTagValue?: string | undefined;
}

export interface RetentionPeriod {
  RetentionPeriodValue: number | undefined;
  RetentionPeriodUnit: "DAYS" | undefined;
}

export interface RuleSummary {
  Identifier?: string | undefined;
  Description?: string | undefined;
  RetentionPeriod?: RetentionPeriod | undefined;
  LockState?: "locked" | "pending_unlock" | "unlocked" | undefined;
  RuleArn?: string | undefined;
}

export interface Tag {
  Key: string | undefined;
  Value: string | undefined;
}

export interface TagResourceRequest {
  ResourceArn: string | undefined;
  Tags: Tag[] | undefined;
}

export type TagResourceResponse = object;

export interface UnlockDelay {
  UnlockDelayValue: number | undefined;
  UnlockDelayUnit: "DAYS" | undefined;
}

export interface UnlockRuleRequest {
  Identifier: string | undefined;
}

export interface UnlockRuleResponse {
  Identifier?: string | undefined;
  Description?: string | undefined;
  ResourceType?: "EBS_SNAPSHOT" | "EC2_IMAGE" | "EBS_VOLUME" | undefined;
  RetentionPeriod?: RetentionPeriod | undefined;
  ResourceTags?: ResourceTag[] | undefined;
  Status?: "pending" | "available" | undefined;
  LockConfiguration?: LockConfiguration | undefined;
  LockState?: "locked" | "pending_unlock" | "unlocked" | undefined;
  LockEndTime?: Date | undefined;
  RuleArn?: string | undefined;
  ExcludeResourceTags?: ResourceTag[] | undefined;
}

export interface UntagResourceRequest {
  ResourceArn: string | undefined;
  TagKeys: string[] | undefined;
}

export type UntagResourceResponse = object;

export interface UpdateRuleRequest {
  Identifier: string | undefined;
  RetentionPeriod?: RetentionPeriod | undefined;
  Description?: string | undefined;
  ResourceType?: "EBS_SNAPSHOT" | "EC2_IMAGE" | "EBS_VOLUME" | undefined;
  ResourceTags?: ResourceTag[] | undefined;
  ExcludeResourceTags?: ResourceTag[] | undefined;
}

export interface UpdateRuleResponse {
  Identifier?: string | undefined;
  RetentionPeriod?: RetentionPeriod | undefined;
  Description?: string | undefined;
  ResourceType?: "EBS_SNAPSHOT" | "EC2_IMAGE" | "EBS_VOLUME" | undefined;
  ResourceTags?: ResourceTag[] | undefined;
  Status?: "pending" | "available" | undefined;
  LockState?: "locked" | "pending_unlock" | "unlocked" | undefined;
  LockEndTime?: Date | undefined;
  RuleArn?: string | undefined;
  ExcludeResourceTags?: ResourceTag[] | undefined;
}
