import type { Rule } from "../rule.ts";
import { isTestCode } from "../source-tree.ts";

/** A page of partitions is asked for in one place: whoever goes through them by hand stops at the first page one day. */
export const partitionPages: Rule = function* ({ files }) {
  for (const { path, text } of files) {
    if (/^src\/(?:storage|cluster)\//.test(path) || isTestCode(path)) continue;
    if (/\.listPartitions\(/.test(text)) yield `${path} asks for a page of partitions: use eachPartition`;
  }
};
