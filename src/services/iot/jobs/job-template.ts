import type {
  AbortConfig,
  JobExecutionsRetryConfig,
  JobExecutionsRolloutConfig,
  PresignedUrlConfig,
  TimeoutConfig,
} from "@aws-sdk/client-iot";
import type { ReadTransaction } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import type { Tags } from "../../tags.ts";
import { invalidRequest, resourceNotFound } from "../errors.ts";
import { RecordStore } from "../registry/record-store.ts";
import { iotArn } from "../registry/registry.ts";

/** What jobs are made from that do the same. JSON. */
export interface JobTemplate {
  readonly description: string;
  readonly document: string;
  readonly documentSource: string | undefined;
  readonly presignedUrlConfig: PresignedUrlConfig | undefined;
  readonly rolloutConfig: JobExecutionsRolloutConfig | undefined;
  readonly abortConfig: AbortConfig | undefined;
  readonly timeoutConfig: TimeoutConfig | undefined;
  readonly retryConfig: JobExecutionsRetryConfig | undefined;
  readonly createdMs: number;
  readonly tags: Tags;
}

export const jobTemplates = new RecordStore<JobTemplate>("job-template");

export function jobTemplateArn(at: Place, id: string): string {
  return iotArn(at, `jobtemplate/${id}`);
}

export async function findJobTemplate(tx: ReadTransaction, id: string): Promise<JobTemplate> {
  const template = await jobTemplates.find(tx, id);
  if (!template) throw resourceNotFound(`Job template ${id} not found.`);
  return template;
}

/** The id in an ARN of the caller's own account and region. AWS's own templates are of no account: they are not here. */
export function jobTemplateOf(at: Place, arn: string): string {
  const id = arn.split("/").at(-1) ?? "";
  if (arn !== jobTemplateArn(at, id)) throw invalidRequest(`${arn} is no job template of this account and region.`);
  return id;
}
