import type { OperationLoaders } from "../../../service.ts";

/** iot-jobs-data-plane: made by tools/generate-operations.ts of the folder operations/, where one file is one operation. */
export const operations = {
  DescribeJobExecution: async () => (await import("../operations/describe-job-execution.ts")).describeJobExecution,
  GetPendingJobExecutions: async () => (await import("../operations/get-pending-job-executions.ts")).getPendingJobExecutions,
  StartNextPendingJobExecution: async () => (await import("../operations/start-next-pending-job-execution.ts")).startNextPendingJobExecution,
  UpdateJobExecution: async () => (await import("../operations/update-job-execution.ts")).updateJobExecution,
} satisfies OperationLoaders<typeof import("@aws-sdk/client-iot-jobs-data-plane"), never>;
