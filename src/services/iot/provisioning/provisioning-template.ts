import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import type { Tags } from "../../tags.ts";
import { resourceNotFound } from "../errors.ts";
import { RecordStore } from "../registry/record-store.ts";
import { iotArn } from "../registry/registry.ts";

/** What is made for a device that comes for the first time, with its versions. */
export interface ProvisioningTemplate {
  readonly description: string | undefined;
  readonly enabled: boolean;
  readonly roleArn: string;
  readonly type: "FLEET_PROVISIONING" | "JITP";
  readonly hook: ProvisioningHook | undefined;
  readonly defaultVersion: number;
  readonly nextVersion: number;
  readonly versions: Readonly<Record<string, TemplateVersion>>;
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly tags: Tags;
}

/** A function that says whether a device is let in. */
export interface ProvisioningHook {
  readonly payloadVersion: string;
  readonly targetArn: string;
}

export interface TemplateVersion {
  readonly body: string;
  readonly createdMs: number;
}

export const provisioningTemplates = new RecordStore<ProvisioningTemplate>("provisioning-template");

export function templateArn(at: Place, name: string): string {
  return iotArn(at, `provisioningtemplate/${name}`);
}

/** Throws if it is not there. */
export async function findTemplate(tx: ReadTransaction, name: string): Promise<ProvisioningTemplate> {
  const found = await provisioningTemplates.find(tx, name);
  if (!found) throw resourceNotFound(`Provisioning template ${name} not found.`);
  return found;
}

export function templateVersion({ versions }: ProvisioningTemplate, id: number): TemplateVersion {
  const version = Object.hasOwn(versions, String(id)) ? versions[String(id)] : undefined;
  if (!version) throw resourceNotFound(`Provisioning template version ${id} not found.`);
  return version;
}
