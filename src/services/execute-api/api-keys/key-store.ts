import type { ApiKey, UsagePlan, UsagePlanKey } from "@aws-sdk/client-api-gateway";
import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import { createPartStore } from "../part-store.ts";

export type ApiKeyRecord = Omit<ApiKey, "createdDate" | "lastUpdatedDate"> & {
  readonly id: string;
  readonly value: string;
  readonly createdMs: number;
  readonly updatedMs: number;
};
export type UsagePlanRecord = UsagePlan & { readonly id: string };
export type UsagePlanKeyRecord = UsagePlanKey & { readonly id: string };

interface KeyParts {
  readonly ApiKey: ApiKeyRecord;
  readonly UsagePlan: UsagePlanRecord;
  readonly UsagePlanKey: UsagePlanKeyRecord;
}

/** Keys and usage plans belong to no API. */
export const ofAccount = "";

/** The kind of partition that an account's keys and plans of a region are in: the service of REST APIs changes them there, and APIs of all kinds ask for them. */
export const keysKind = "apigateway.apis";

export function keysKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: keysKind, name: "" };
}

export const keysTable = "apigateway_parts";

export const keyStore = createPartStore<KeyParts>(keysTable, (_kind, { id }) => id);
