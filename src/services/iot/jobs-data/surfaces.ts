import { deviceSurface } from "../https/device-surface.ts";

const job = /^\/things\/([^/]+)\/jobs\/[^/]+$/;
const jobs = /^\/things\/([^/]+)\/jobs$/;
const kind = "thing" as const;

export const surfaces = [
  deviceSurface("DeviceJobs", "iot-jobs-data", /^\/things\/[^/]+\/jobs/, [
    {
      method: "PUT",
      path: /^\/things\/([^/]+)\/jobs\/\$next$/,
      operation: "StartNextPendingJobExecution",
      action: "iotjobsdata:StartNextPendingJobExecution",
      kind,
    },
    { method: "GET", path: job, operation: "DescribeJobExecution", action: "iotjobsdata:DescribeJobExecution", kind },
    { method: "POST", path: job, operation: "UpdateJobExecution", action: "iotjobsdata:UpdateJobExecution", kind },
    {
      method: "GET",
      path: jobs,
      operation: "GetPendingJobExecutions",
      action: "iotjobsdata:GetPendingJobExecutions",
      kind,
    },
  ]),
];
