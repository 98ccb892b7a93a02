import type { NeedsNoSpace } from "../service.ts";
import type { DynamoDb } from "./model.ts";

/** What reads, and what gives room back: it goes on while the disk is full. */
export const needsNoSpace: NeedsNoSpace<DynamoDb> = {
  DescribeBackup: "reads",
  DescribeContinuousBackups: "reads",
  DescribeContributorInsights: "reads",
  DescribeEndpoints: "reads",
  DescribeExport: "reads",
  DescribeGlobalTable: "reads",
  DescribeImport: "reads",
  DescribeKinesisStreamingDestination: "reads",
  DescribeLimits: "reads",
  DescribeTable: "reads",
  DescribeTimeToLive: "reads",
  BatchGetItem: "reads",
  GetItem: "reads",
  Query: "reads",
  Scan: "reads",
  TransactGetItems: "reads",
  GetResourcePolicy: "reads",
  ListBackups: "reads",
  ListContributorInsights: "reads",
  ListExports: "reads",
  ListGlobalTables: "reads",
  ListImports: "reads",
  ListTables: "reads",
  ListTagsOfResource: "reads",
  DeleteItem: "givesBack",
  DeleteBackup: "givesBack",
  DeleteResourcePolicy: "givesBack",
  DeleteTable: "givesBack",
  UntagResource: "givesBack",
  BatchWriteItem: ({ RequestItems }) => everyRequest(RequestItems).every((request) => "DeleteRequest" in request),
  TransactWriteItems: ({ TransactItems }) =>
    listOf(TransactItems).every((item) => item.Delete !== undefined || item.ConditionCheck !== undefined),
  ExecuteStatement: ({ Statement }) => addsNothing(Statement),
  BatchExecuteStatement: ({ Statements }) => listOf(Statements).every(({ Statement }) => addsNothing(Statement)),
  ExecuteTransaction: ({ TransactStatements }) =>
    listOf(TransactStatements).every(({ Statement }) => addsNothing(Statement)),
};

/** Of PartiQL: it begins with what it does. */
function addsNothing(statement: unknown): boolean {
  return /^\s*(?:select|delete|exists)\b/i.test(String(statement));
}

function everyRequest(items: unknown): readonly object[] {
  return Object.values((items ?? {}) as Readonly<Record<string, readonly object[]>>).flat();
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return (value ?? []) as readonly Readonly<Record<string, unknown>>[];
}
