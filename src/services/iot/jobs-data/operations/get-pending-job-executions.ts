import { getPending } from "../../jobs/device-requests.ts";
import { asRequest } from "../../jobs/to-aws-error.ts";
import type { IotJobsDataOperation } from "../operation.ts";

export const getPendingJobExecutions: IotJobsDataOperation<"GetPendingJobExecutions"> = async (
  { thingName: thing = "" },
  { account, region, host },
) => asRequest(getPending(host, { account, region, thing }));
