import { createHash } from "node:crypto";
import { alphabets } from "../../../platform/random.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import { entityStore } from "../entities/entity-store.ts";

/**
 * Every account begins with the role and instance profile of the AWS Academy labs, so that a first lab needs no IAM. They
 * are ordinary entities: deleted, they stay deleted. Their ids follow from the account, so a seed can be repeated.
 */
export async function seedAccount(tx: WriteTransaction, account: string, nowMs: number): Promise<void> {
  await entityStore.put(tx, "role", {
    name: "LabRole",
    path: "/",
    id: `AROA${idOf(account, "LabRole")}`,
    arn: `arn:aws:iam::${account}:role/LabRole`,
    createdMs: nowMs,
    description: undefined,
    maxSessionDurationSeconds: 3_600,
    trustPolicy: JSON.stringify(labTrustPolicy(account)),
    permissionsBoundary: undefined,
    inlinePolicies: { LabPolicy: JSON.stringify(labPolicy) },
    attachedPolicies: ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"],
    tags: {},
  });
  await entityStore.put(tx, "instanceProfile", {
    name: "LabInstanceProfile",
    path: "/",
    id: `AIPA${idOf(account, "LabInstanceProfile")}`,
    arn: `arn:aws:iam::${account}:instance-profile/LabInstanceProfile`,
    createdMs: nowMs,
    roleName: "LabRole",
    tags: {},
  });
}

/** The services a lab may let act with the role. */
const labServices = [
  "apigateway",
  "autoscaling",
  "backup",
  "batch",
  "cloudformation",
  "cloudwatch",
  "codebuild",
  "codedeploy",
  "codepipeline",
  "cognito-idp",
  "dlm",
  "dynamodb",
  "ec2",
  "ecs",
  "ecs-tasks",
  "eks",
  "elasticbeanstalk",
  "elasticmapreduce",
  "events",
  "firehose",
  "glue",
  "iot",
  "kinesis",
  "lambda",
  "logs",
  "pipes",
  "rds",
  "redshift",
  "s3",
  "sagemaker",
  "scheduler",
  "secretsmanager",
  "sns",
  "sqs",
  "ssm",
  "states",
];

function labTrustPolicy(account: string) {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: {
          AWS: `arn:aws:iam::${account}:root`,
          Service: labServices.map((service) => `${service}.amazonaws.com`),
        },
        Action: "sts:AssumeRole",
      },
    ],
  };
}

/** All that a course uses, but no power over identities: as in the labs, the role can look at IAM and not change it. */
const labPolicy = {
  Version: "2012-10-17",
  Statement: [
    { Sid: "LabServices", Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" },
    {
      Sid: "LookAtIdentities",
      Effect: "Allow",
      Action: ["iam:Get*", "iam:List*", "iam:Simulate*", "iam:CreateServiceLinkedRole"],
      Resource: "*",
    },
    { Sid: "PassLabRole", Effect: "Allow", Action: "iam:PassRole", Resource: "arn:aws:iam::*:role/LabRole" },
  ],
};

/** The 17 characters after an id's four letters. */
function idOf(account: string, name: string): string {
  const bytes = createHash("sha256").update(`${account}/${name}`).digest();
  return [...bytes.subarray(0, 17)].map((byte) => alphabets.base32[byte % alphabets.base32.length]).join("");
}
