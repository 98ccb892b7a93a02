import { describe } from "../../jobs/device-requests.ts";
import { asRequest } from "../../jobs/to-aws-error.ts";
import { toDataExecution } from "../../jobs/to-data-execution.ts";
import type { IotJobsDataOperation } from "../operation.ts";

export const describeJobExecution: IotJobsDataOperation<"DescribeJobExecution"> = async (
  { thingName: thing = "", jobId = "", ...request },
  { account, region, host },
) => toDataExecution(await asRequest(describe(host, { account, region, thing }, jobId, request)));
