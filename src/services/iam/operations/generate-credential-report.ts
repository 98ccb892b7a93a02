import { changeAccount, viewAccount } from "../accounts/account.ts";
import { entityStore } from "../entities/entity-store.ts";
import type { IamOperation } from "../operation.ts";
import { createCredentialReport } from "../reports/credential-report.ts";

/** A report is made at most every four hours. Source: "Generate credential reports for your AWS account". */
const freshMs = 4 * 60 * 60 * 1_000;

export const generateCredentialReport: IamOperation<"GenerateCredentialReport"> = async (_input, context) => {
  const { account, host } = context;
  const nowMs = host.clock.nowMs();
  const known = (await viewAccount(context, (tx) => entityStore.find(tx, "account", account)))?.credentialReport;
  if (known && nowMs - known.createdMs < freshMs) return { State: "COMPLETE" };
  const csv = await createCredentialReport(context);
  await changeAccount(context, async (tx) => {
    const stored = await entityStore.find(tx, "account", account);
    if (stored) await entityStore.put(tx, "account", { ...stored, credentialReport: { csv, createdMs: nowMs } });
  });
  return {
    State: "STARTED",
    Description: known
      ? "Report expired. Starting a new report generation task"
      : "No report exists. Starting a new report generation task",
  };
};
