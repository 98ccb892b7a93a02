import { nameOfArn } from "./choice.ts";

/** The page of what an ARN names, in the console of its service; undefined for what has none. */
export function arnHref(arn: string): string | undefined {
  const [, , service, , , , name] = arn.split(":");
  switch (service) {
    case "sqs":
      return `/console/sqs/queues/${nameOfArn(arn)}`;
    case "sns":
      return `/console/sns/topics/${encodeURIComponent(arn)}`;
    case "lambda":
      return `/console/lambda/functions/${name}`;
    case "events":
      return arn.includes(":api-destination/")
        ? "/console/events/api-destinations"
        : `/console/events/buses/${encodeURIComponent(nameOfArn(arn))}`;
    case "s3":
      return `/console/s3/buckets/${nameOfArn(arn)}`;
    case "logs":
      return `/console/cloudwatch/log-groups/${encodeURIComponent(name ?? "")}`;
    default:
      return undefined;
  }
}
