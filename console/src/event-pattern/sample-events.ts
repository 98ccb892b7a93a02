/** Events as AWS's services send them, to test a pattern with. Source: "Events from AWS services". */
export const sampleEvents: readonly { readonly name: string; readonly event: object }[] = [
  {
    name: "S3 Object Created",
    event: toEvent("aws.s3", "Object Created", ["arn:aws:s3:::amzn-s3-demo-bucket"], {
      version: "0",
      bucket: { name: "amzn-s3-demo-bucket" },
      object: { key: "pictures/logo.png", size: 5, etag: "b57f9512698f4b09e608f4f2a65852e5" },
      reason: "PutObject",
    }),
  },
  {
    name: "EC2 Instance State-change Notification",
    event: toEvent(
      "aws.ec2",
      "EC2 Instance State-change Notification",
      ["arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"],
      { "instance-id": "i-abcd1111", state: "pending" },
    ),
  },
  {
    name: "CloudWatch Alarm State Change",
    event: toEvent(
      "aws.cloudwatch",
      "CloudWatch Alarm State Change",
      ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:ServerCpuTooHigh"],
      { alarmName: "ServerCpuTooHigh", state: { value: "ALARM" }, previousState: { value: "OK" } },
    ),
  },
  {
    name: "Scheduled Event",
    event: toEvent("aws.events", "Scheduled Event", ["arn:aws:events:us-east-1:123456789012:rule/everyMinute"], {}),
  },
  {
    name: "An event of one's own",
    event: toEvent("com.example.shop", "Order placed", [], { order: 1, colour: "red", price: 12.5 }),
  },
];

function toEvent(source: string, detailType: string, resources: readonly string[], detail: object): object {
  return {
    version: "0",
    id: "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
    "detail-type": detailType,
    source,
    account: "123456789012",
    time: "2026-12-22T18:43:48Z",
    region: "us-east-1",
    resources,
    detail,
  };
}
