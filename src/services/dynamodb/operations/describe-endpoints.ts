import type { DynamoDbOperation } from "../operation.ts";

/** Where to send requests: to where this one was sent. */
export const describeEndpoints: DynamoDbOperation<"DescribeEndpoints"> = async (_input, { request, host }) => {
  const { host: Address } = new URL(request.endpoint || host.config.endpoint());
  return { Endpoints: [{ Address, CachePeriodInMinutes: 1440 }] };
};
