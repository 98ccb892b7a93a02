import { viewAccount } from "../accounts/account.ts";
import { toPage } from "../entities/to-page.ts";
import type { IamOperation } from "../operation.ts";
import { toDate } from "../policy-holders/to-policy-holder.ts";
import { findJob } from "../reports/job.ts";
import { serviceNameOf } from "../reports/service-access.ts";

interface Accessed {
  readonly service: string;
  readonly usedMs?: number;
  readonly region?: string;
  readonly arn?: string;
}

export const getServiceLastAccessedDetails: IamOperation<"GetServiceLastAccessedDetails"> = async (
  { JobId, ...request },
  context,
) => {
  const job = await viewAccount(context, (tx) => findJob(tx, "service-last-accessed", JobId));
  const { services } = JSON.parse(job.result) as { services: readonly Accessed[] };
  const { items, ...page } = toPage(services, ({ service }) => service, request);
  return {
    JobStatus: "COMPLETED" as const,
    JobType: "SERVICE_LEVEL" as const,
    JobCreationDate: toDate(job.createdMs),
    JobCompletionDate: toDate(job.createdMs),
    ServicesLastAccessed: items.map(({ service, usedMs, region, arn }) => ({
      ServiceName: serviceNameOf(service),
      ServiceNamespace: service,
      TotalAuthenticatedEntities: usedMs === undefined ? 0 : 1,
      ...(usedMs !== undefined && {
        LastAuthenticated: toDate(usedMs),
        LastAuthenticatedEntity: arn,
        LastAuthenticatedRegion: region,
      }),
    })),
    ...page,
  };
};
