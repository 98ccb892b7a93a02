import type { NeedsNoSpace } from "../service.ts";
import type { DynamoDb } from "./model.ts";

/** What reads, and what gives room back: it goes on while the disk is full. */
export const needsNoSpace: NeedsNoSpace<DynamoDb> = {
  DescribeBackup: "reads",
  DescribeContinuousBackups: "reads",
  DescribeContributorInsights: "reads",
  DescribeEndpoints: "reads",
  DescribeLimits: "reads",
  DescribeTable: "reads",
  DescribeTimeToLive: "reads",
  BatchGetItem: "reads",
  GetItem: "reads",
  Query: "reads",
  Scan: "reads",
  TransactGetItems: "reads",
  ListBackups: "reads",
  ListTables: "reads",
  ListTagsOfResource: "reads",
  DeleteItem: "givesBack",
  DeleteBackup: "givesBack",
  DeleteTable: "givesBack",
  UntagResource: "givesBack",
};
