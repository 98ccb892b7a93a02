import { viewAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import { credentialReportExpired, credentialReportNotPresent } from "../errors.ts";
import type { IamOperation } from "../operation.ts";
import { toDate } from "../policy-holders/to-policy-holder.ts";

const keptMs = 24 * 60 * 60 * 1_000;

/** The last report that was generated, for a day. */
export const getCredentialReport: IamOperation<"GetCredentialReport"> = async (_input, context) => {
  const { account, host } = context;
  const report = (await viewAccount(context, (tx) => entityStore.find(tx, "account", account)))?.credentialReport;
  if (!report) throw credentialReportNotPresent();
  if (host.clock.nowMs() - report.createdMs > keptMs) throw credentialReportExpired();
  return {
    Content: Buffer.from(report.csv),
    ReportFormat: "text/csv" as const,
    GeneratedTime: toDate(report.createdMs),
  };
};
