import type { JobExecutionStatus } from "@aws-sdk/client-iot";
import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidToken } from "../errors.ts";
import { limits } from "../limits.ts";
import type { JobExecution } from "./job.ts";

interface PageRequest {
  readonly status?: JobExecutionStatus | undefined;
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

const mostLookedAt = 2_000;

/** A page of those of a status, or all; one that looks at many may be short and have a token. */
export async function listExecutions(
  { status, maxResults = limits.pageSize, nextToken }: PageRequest,
  positionOf: (execution: JobExecution) => string,
  read: (after: string, limit: number) => Promise<JobExecution[]>,
): Promise<{ readonly page: readonly JobExecution[]; readonly nextToken: string | undefined }> {
  let after = fromPageToken(nextToken || undefined, invalidToken) ?? "";
  const page: JobExecution[] = [];
  for (let lookedAt = 0; lookedAt < mostLookedAt; lookedAt += 250) {
    const rows = await read(after, 250);
    for (const row of rows) {
      const isWanted = status === undefined || row.status === status;
      if (isWanted && page.length === maxResults) return { page, nextToken: toPageToken(after) };
      if (isWanted) page.push(row);
      after = positionOf(row);
    }
    if (rows.length < 250) return { page, nextToken: undefined };
  }
  return { page, nextToken: toPageToken(after) };
}
