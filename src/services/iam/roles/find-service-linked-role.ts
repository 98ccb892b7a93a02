import { ownValue } from "../../../platform/own-value.ts";
import data from "./service-linked-roles.json" with { type: "json" };

/** The role of a service principal, as `ecs.amazonaws.com`. Sources: the services' own user guides, "AWS Managed Policy Reference". */
export function findServiceLinkedRole(service: string): ServiceLinkedRole | undefined {
  return ownValue(roles, service);
}

/** What a service makes of its role. */
export interface ServiceLinkedRole {
  readonly name: string;
  /** AWS managed policies of the path `/aws-service-role/`. */
  readonly policies: readonly string[];
  /** Whether it may have several roles, told apart by a suffix. */
  readonly suffix?: boolean;
}

const roles: Readonly<Record<string, ServiceLinkedRole>> = data;
