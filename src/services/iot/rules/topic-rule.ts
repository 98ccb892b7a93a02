import type { Action } from "@aws-sdk/client-iot";
import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import type { Tags } from "../../tags.ts";
import { iotArn } from "../registry/registry.ts";
import type { SqlVersion } from "../rule-sql/syntax.ts";

/** JSON. */
export interface TopicRule {
  readonly name: string;
  readonly sql: string;
  readonly sqlVersion: SqlVersion;
  readonly description: string | undefined;
  readonly actions: readonly Action[];
  readonly errorAction: Action | undefined;
  readonly isDisabled: boolean;
  readonly createdMs: number;
  readonly tags: Tags;
}

/** The rules of an account and region, apart from its registry: what changes there does not empty the cache of compiled rules. */
export function rulesKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: "iot.rules", name: "" };
}

export function ruleArn(at: Place, name: string): string {
  return iotArn(at, `rule/${name}`);
}

/** Who calls what actions name, without a role or by assuming one. */
export const iotPrincipal = "iot.amazonaws.com";
