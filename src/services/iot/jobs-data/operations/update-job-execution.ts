import { update } from "../../jobs/device-requests.ts";
import { asRequest } from "../../jobs/to-aws-error.ts";
import type { IotJobsDataOperation } from "../operation.ts";

export const updateJobExecution: IotJobsDataOperation<"UpdateJobExecution"> = async (
  { thingName: thing = "", jobId = "", ...request },
  { account, region, host },
) => asRequest(update(host, { account, region, thing }, jobId, request));
