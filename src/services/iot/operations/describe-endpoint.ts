import { describeEndpointOf } from "../endpoints/endpoint.ts";
import type { IotOperation } from "../operation.ts";

/** Where devices and programs find what they look for: at this server. */
export const describeEndpoint: IotOperation<"DescribeEndpoint"> = async ({ endpointType }, context) => ({
  endpointAddress: describeEndpointOf(endpointType ?? "iot:Data", context),
});
