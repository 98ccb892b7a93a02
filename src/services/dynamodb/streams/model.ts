/** The SDK's package: what the compiler checks the operations of DynamoDB Streams against. */
export type DynamoDbStreams = typeof import("@aws-sdk/client-dynamodb-streams");
