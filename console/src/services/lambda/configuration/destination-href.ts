import { nameOfArn } from "../../../choices/choice.ts";

/** The page of what an ARN names, in the console of its service. */
export function destinationHref(arn: string): string | undefined {
  const [, , service] = arn.split(":");
  switch (service) {
    case "sqs":
      return `/console/sqs/queues/${nameOfArn(arn)}`;
    case "sns":
      return `/console/sns/topics/${encodeURIComponent(arn)}`;
    case "lambda":
      return `/console/lambda/functions/${arn.split(":")[6]}`;
    case "events":
      return `/console/events/buses/${encodeURIComponent(nameOfArn(arn))}`;
    case "s3":
      return `/console/s3/buckets/${nameOfArn(arn)}`;
    default:
      return undefined;
  }
}
