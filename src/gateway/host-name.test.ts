import assert from "node:assert/strict";
import { it } from "node:test";
import { wireHabits } from "../services/s3/wire/wire-habits.ts";
import { parseHost } from "./host-name.ts";

const virtualHosts = [{ endpointPrefix: "s3", ...wireHabits.virtualHosts! }];

const cases: readonly [string, ReturnType<typeof parseHost>][] = [
  ["localhost", {}],
  ["127.0.0.1", {}],
  ["squall", {}],
  ["lambda.us-east-1.amazonaws.com", { endpointPrefix: "lambda", region: "us-east-1" }],
  ["iam.amazonaws.com", { endpointPrefix: "iam", region: undefined }],
  ["s3.amazonaws.com", { endpointPrefix: "s3", region: undefined }],
  ["s3.eu-west-1.amazonaws.com", { endpointPrefix: "s3", region: "eu-west-1" }],
  ["s3-eu-west-1.amazonaws.com", { endpointPrefix: "s3", region: "eu-west-1" }],
  ["pictures.s3.amazonaws.com", { endpointPrefix: "s3", region: undefined, resource: "pictures" }],
  [
    "my.dotted.bucket.s3.ap-southeast-2.amazonaws.com",
    { endpointPrefix: "s3", region: "ap-southeast-2", resource: "my.dotted.bucket" },
  ],
  [
    "pictures.s3.dualstack.us-west-2.amazonaws.com",
    { endpointPrefix: "s3", region: "us-west-2", resource: "pictures" },
  ],
  ["pictures.s3.localhost", { endpointPrefix: "s3", region: undefined, resource: "pictures" }],
  ["s3.localhost.localstack.cloud", { endpointPrefix: "s3", region: undefined }],
  ["pictures.s3.localhost.localstack.cloud", { endpointPrefix: "s3", region: undefined, resource: "pictures" }],
  ["pictures.localhost", { endpointPrefix: "pictures", region: undefined, resource: "pictures" }],
];

for (const [host, facts] of cases) it(`reads ${host}`, () => assert.deepEqual(parseHost(host, virtualHosts), facts));
