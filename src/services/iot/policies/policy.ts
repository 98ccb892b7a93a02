import type { Place } from "../../service.ts";
import { RecordStore } from "../registry/record-store.ts";
import { iotArn } from "../registry/registry.ts";

/** A policy of AWS IoT, with its versions. */
export interface Policy {
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly generation: string;
  readonly defaultVersion: string;
  /** The number that the next version gets. */
  readonly nextVersion: number;
  readonly versions: Readonly<Record<string, PolicyVersion>>;
  readonly tags: Readonly<Record<string, string>>;
}

export interface PolicyVersion {
  readonly document: string;
  readonly createdMs: number;
}

export const policies = new RecordStore<Policy>("policy");

export function policyArn(at: Place, name: string): string {
  return iotArn(at, `policy/${name}`);
}

/** The one that holds. */
export function policyDocument({ versions, defaultVersion }: Policy): string | undefined {
  return versions[defaultVersion]?.document;
}
