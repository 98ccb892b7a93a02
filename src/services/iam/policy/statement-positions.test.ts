import assert from "node:assert/strict";
import { test } from "node:test";
import { findStatementPositions } from "./statement-positions.ts";

test("a statement that stands alone begins behind its brace and ends behind the other", () => {
  const text =
    '{"Version": "2012-10-17", "Statement": {"Sid": "", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}}';
  assert.deepEqual(findStatementPositions(text), [{ start: { Line: 1, Column: 41 }, end: { Line: 1, Column: 113 } }]);
});

test("those of a list begin where the list, or the one before, left off", () => {
  const text = `{
  "Id": "{[}",
  "Statement": [
    { "Action": ["a:b"], "Condition": { "Statement": {} } },
    {
      "Action": "a:c"
    }
  ],
  "Version": "2012-10-17"
}`;
  assert.deepEqual(findStatementPositions(text), [
    { start: { Line: 3, Column: 17 }, end: { Line: 4, Column: 60 } },
    { start: { Line: 4, Column: 60 }, end: { Line: 7, Column: 6 } },
  ]);
});
