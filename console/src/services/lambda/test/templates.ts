/** An event to begin a test with, in the form its source sends. Source: Lambda developer guide, the page of each service. */
export interface EventTemplate {
  readonly id: string;
  readonly label: string;
  readonly event: unknown;
}

const time = "1970-01-01T00:00:00.000Z";

export const templates: readonly EventTemplate[] = [
  { id: "hello-world", label: "Hello World", event: { key1: "value1", key2: "value2", key3: "value3" } },
  {
    id: "s3-put",
    label: "S3 Put",
    event: { Records: [s3Record("ObjectCreated:Put", { size: 1024, eTag: "0123456789abcdef0123456789abcdef" })] },
  },
  { id: "s3-delete", label: "S3 Delete", event: { Records: [s3Record("ObjectRemoved:Delete", {})] } },
  {
    id: "sqs",
    label: "SQS",
    event: {
      Records: [
        {
          messageId: "19dd0b57-b21e-4ac1-bd88-01bbb068cb78",
          receiptHandle: "MessageReceiptHandle",
          body: "Hello from SQS!",
          attributes: {
            ApproximateReceiveCount: "1",
            SentTimestamp: "1523232000000",
            SenderId: "123456789012",
            ApproximateFirstReceiveTimestamp: "1523232000001",
          },
          messageAttributes: {},
          md5OfBody: "7b270e59b47ff90a553787216d55d91d",
          eventSource: "aws:sqs",
          eventSourceARN: "arn:aws:sqs:us-east-1:123456789012:MyQueue",
          awsRegion: "us-east-1",
        },
      ],
    },
  },
  {
    id: "sns",
    label: "SNS",
    event: {
      Records: [
        {
          EventSource: "aws:sns",
          EventVersion: "1.0",
          EventSubscriptionArn: "arn:aws:sns:us-east-1:123456789012:ExampleTopic",
          Sns: {
            Type: "Notification",
            MessageId: "95df01b4-ee98-5cb9-9903-4c221d41eb5e",
            TopicArn: "arn:aws:sns:us-east-1:123456789012:ExampleTopic",
            Subject: "example subject",
            Message: "example message",
            Timestamp: time,
            SignatureVersion: "1",
            MessageAttributes: { Test: { Type: "String", Value: "TestString" } },
          },
        },
      ],
    },
  },
  {
    id: "dynamodb",
    label: "DynamoDB Update",
    event: {
      Records: [
        dynamoRecord("1", "INSERT", { NewImage: { Message: { S: "New item!" }, Id: { N: "101" } } }),
        dynamoRecord("2", "MODIFY", {
          NewImage: { Message: { S: "This item has changed" }, Id: { N: "101" } },
          OldImage: { Message: { S: "New item!" }, Id: { N: "101" } },
        }),
        dynamoRecord("3", "REMOVE", { OldImage: { Message: { S: "This item has changed" }, Id: { N: "101" } } }),
      ],
    },
  },
  {
    id: "kinesis",
    label: "Kinesis Data Streams",
    event: {
      Records: [
        {
          kinesis: {
            partitionKey: "partitionKey-03",
            kinesisSchemaVersion: "1.0",
            data: "SGVsbG8sIHRoaXMgaXMgYSB0ZXN0IDEyMy4=",
            sequenceNumber: "49545115243490985018280067714973144582180062593244200961",
            approximateArrivalTimestamp: 1428537600,
          },
          eventSource: "aws:kinesis",
          eventID: "shardId-000000000000:49545115243490985018280067714973144582180062593244200961",
          invokeIdentityArn: "arn:aws:iam::EXAMPLE",
          eventVersion: "1.0",
          eventName: "aws:kinesis:record",
          eventSourceARN: "arn:aws:kinesis:us-east-1:123456789012:stream/ExampleStream",
          awsRegion: "us-east-1",
        },
      ],
    },
  },
  {
    id: "scheduled",
    label: "EventBridge Scheduled Event",
    event: {
      id: "cdc73f9d-aea9-11e3-9d5a-835b769c0d9c",
      "detail-type": "Scheduled Event",
      source: "aws.events",
      account: "123456789012",
      time: "1970-01-01T00:00:00Z",
      region: "us-east-1",
      resources: ["arn:aws:events:us-east-1:123456789012:rule/ExampleRule"],
      detail: {},
    },
  },
  {
    id: "ec2-state",
    label: "EC2 Instance State-change Notification",
    event: {
      version: "0",
      id: "7bf73129-1428-4cd3-a780-95db273d1602",
      "detail-type": "EC2 Instance State-change Notification",
      source: "aws.ec2",
      account: "123456789012",
      time: "1970-01-01T00:00:00Z",
      region: "us-east-1",
      resources: ["arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"],
      detail: { "instance-id": "i-abcd1111", state: "running" },
    },
  },
  {
    id: "api-proxy",
    label: "API Gateway AWS Proxy",
    event: {
      body: '{"test":"body"}',
      resource: "/{proxy+}",
      path: "/path/to/resource",
      httpMethod: "POST",
      isBase64Encoded: false,
      queryStringParameters: { foo: "bar" },
      multiValueQueryStringParameters: { foo: ["bar"] },
      pathParameters: { proxy: "/path/to/resource" },
      stageVariables: { baz: "qux" },
      headers: {
        Accept: "*/*",
        "Content-Type": "application/json",
        Host: "1234567890.execute-api.us-east-1.amazonaws.com",
      },
      multiValueHeaders: { Accept: ["*/*"], "Content-Type": ["application/json"] },
      requestContext: {
        accountId: "123456789012",
        resourceId: "123456",
        stage: "prod",
        requestId: "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
        requestTime: "09/Apr/2015:12:34:56 +0000",
        requestTimeEpoch: 1428582896000,
        identity: { sourceIp: "127.0.0.1", userAgent: "Custom User Agent String" },
        path: "/prod/path/to/resource",
        resourcePath: "/{proxy+}",
        httpMethod: "POST",
        apiId: "1234567890",
        protocol: "HTTP/1.1",
      },
    },
  },
  {
    id: "http-api",
    label: "API Gateway HTTP API",
    event: {
      version: "2.0",
      routeKey: "$default",
      rawPath: "/path/to/resource",
      rawQueryString: "parameter1=value1",
      headers: { Header1: "value1" },
      queryStringParameters: { parameter1: "value1" },
      requestContext: {
        accountId: "123456789012",
        apiId: "api-id",
        domainName: "id.execute-api.us-east-1.amazonaws.com",
        domainPrefix: "id",
        http: {
          method: "POST",
          path: "/path/to/resource",
          protocol: "HTTP/1.1",
          sourceIp: "192.168.0.1/32",
          userAgent: "agent",
        },
        requestId: "id",
        routeKey: "$default",
        stage: "$default",
        time: "12/Mar/2020:19:03:58 +0000",
        timeEpoch: 1583348638390,
      },
      body: "eyJ0ZXN0IjoiYm9keSJ9",
      isBase64Encoded: true,
    },
  },
];

function s3Record(eventName: string, object: Readonly<Record<string, unknown>>) {
  return {
    eventVersion: "2.0",
    eventSource: "aws:s3",
    awsRegion: "us-east-1",
    eventTime: time,
    eventName,
    userIdentity: { principalId: "EXAMPLE" },
    requestParameters: { sourceIPAddress: "127.0.0.1" },
    responseElements: {
      "x-amz-request-id": "EXAMPLE123456789",
      "x-amz-id-2": "EXAMPLE123/5678abcdefghijklambdaisawesome/mnopqrstuvwxyzABCDEFGH",
    },
    s3: {
      s3SchemaVersion: "1.0",
      configurationId: "testConfigRule",
      bucket: {
        name: "amzn-s3-demo-bucket",
        ownerIdentity: { principalId: "EXAMPLE" },
        arn: "arn:aws:s3:::amzn-s3-demo-bucket",
      },
      object: { key: "test%2Fkey", ...object, sequencer: "0A1B2C3D4E5F678901" },
    },
  };
}

function dynamoRecord(eventID: string, eventName: string, images: Readonly<Record<string, unknown>>) {
  return {
    eventID,
    eventName,
    eventVersion: "1.0",
    eventSource: "aws:dynamodb",
    awsRegion: "us-east-1",
    dynamodb: {
      Keys: { Id: { N: "101" } },
      ...images,
      SequenceNumber: `${eventID}11`,
      SizeBytes: 26,
      StreamViewType: "NEW_AND_OLD_IMAGES",
    },
    eventSourceARN:
      "arn:aws:dynamodb:us-east-1:123456789012:table/ExampleTableWithStream/stream/2015-06-27T00:48:05.899",
  };
}
