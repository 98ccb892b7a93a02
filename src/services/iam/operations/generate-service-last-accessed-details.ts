import { changeAccount } from "../accounts/account.ts";
import { validationError } from "../errors.ts";
import type { IamOperation } from "../operation.ts";
import { readHolderDocuments } from "../policy-holders/holder-documents.ts";
import { addJob } from "../reports/job.ts";
import { grantedServices } from "../reports/service-access.ts";

/** What a user or role may use and when it last did, to be told by the job's id. */
export const generateServiceLastAccessedDetails: IamOperation<"GenerateServiceLastAccessedDetails"> = async (
  { Arn, Granularity = "SERVICE_LEVEL" },
  context,
) => {
  if (!/:(user|role)\//.test(Arn))
    throw validationError("Squall tells the last access of users and roles, not of groups and policies.");
  if (Granularity !== "SERVICE_LEVEL")
    throw validationError("Squall tells the last access by service, not by action (ACTION_LEVEL).");
  const { account, host, state } = context;
  const held = await readHolderDocuments(context, Arn);
  const uses = await state.lastUses(account, held.id);
  const createdMs = host.clock.nowMs();
  const name = host.random.uuid();
  const services = grantedServices(held.identity).map((service) => {
    const use = uses.find((each) => each.service === service);
    return { service, ...(use && { usedMs: use.usedMs, region: use.region, arn: Arn }) };
  });
  const result = JSON.stringify({ services });
  await changeAccount(context, (tx) => addJob(tx, { name, kind: "service-last-accessed", createdMs, result }));
  return { JobId: name };
};
