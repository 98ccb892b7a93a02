import { parseArn } from "../../../platform/arn.ts";
import { AwsError } from "../../../platform/aws-error.ts";
import type { ServiceHost } from "../../service.ts";
import { invalidParameter } from "../errors.ts";
import type { FunctionRecord } from "../functions/function.ts";
import { assumeFunctionRole } from "../invocation/role-session.ts";

/** Refuses a stream that is not there, or that the function's role could not read. Throws InvalidParameterValueException. */
export async function checkStream(host: ServiceHost, streamArn: string, record: FunctionRecord): Promise<void> {
  const arn = parseArn(streamArn);
  const { as } = await assumeFunctionRole(host, record);
  const caller = { ...as, ...(arn && { account: arn.account, region: arn.region }) };
  try {
    await host.call("dynamodb-streams", "DescribeStream", { StreamArn: streamArn, Limit: 1 }, caller);
  } catch (error) {
    if (!(error instanceof AwsError) || error.fault !== "client") throw error;
    if (error.code.startsWith("AccessDenied"))
      throw invalidParameter(
        "Cannot access stream. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.",
      );
    throw invalidParameter(`Stream not found: ${streamArn}`);
  }
}
