import { startNext } from "../../jobs/device-requests.ts";
import { asRequest } from "../../jobs/to-aws-error.ts";
import { toDataExecution } from "../../jobs/to-data-execution.ts";
import type { IotJobsDataOperation } from "../operation.ts";

export const startNextPendingJobExecution: IotJobsDataOperation<"StartNextPendingJobExecution"> = async (
  { thingName: thing = "", ...request },
  { account, region, host },
) => toDataExecution(await asRequest(startNext(host, { account, region, thing }, request)));
