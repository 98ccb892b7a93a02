/** The regions that still take signatures of version 2. Source: "Signature Version 2 turned off", which lists them as those that had it. */
export const regionsWithV2: ReadonlySet<string> = new Set([
  "us-east-1",
  "us-west-1",
  "us-west-2",
  "eu-west-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-northeast-1",
  "sa-east-1",
]);
