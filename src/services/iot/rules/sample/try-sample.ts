import type { Action } from "@aws-sdk/client-iot";
import type { Place, ServiceHost } from "../../../service.ts";
import { compileStatement, type RuleStatement } from "../../rule-sql/rule-statement.ts";
import { SqlEvaluationError, SqlSyntaxError } from "../../rule-sql/sql-error.ts";
import { type FilledAction, fillAction } from "../fill-action.ts";
import { compileAction } from "../load-rules.ts";
import { TopicTree } from "../topic-tree.ts";

/** A rule as it is written, and a message. JSON. */
export interface Sample {
  readonly sql: string;
  readonly awsIotSqlVersion?: string;
  readonly topic: string;
  /** The message's text. */
  readonly payload: string;
  readonly clientId?: string;
  readonly ruleName?: string;
  readonly actions?: readonly Action[];
}

/** What the rule makes of the message. JSON. */
export interface SampleResult {
  /** Whether the message's topic is one that the statement is FROM. */
  readonly isOfTopic: boolean;
  /** Whether its WHERE holds; false also for a message of another topic. */
  readonly isSelected: boolean;
  /** What the actions are given: a text, or in base64 where it is none. */
  readonly output?: string;
  readonly outputBase64?: string;
  /** With their templates filled. */
  readonly actions: readonly FilledAction[];
  /** Why the statement cannot be read, or not be evaluated for this message. */
  readonly error?: string;
}

/** A statement that asks other services does not get an answer here: a look must change nothing, and a function that runs does. */
export async function trySample(host: ServiceHost, { account }: Place, sample: Sample): Promise<SampleResult> {
  const { sql, awsIotSqlVersion, topic, payload, clientId, actions = [] } = sample;
  let isOfTopic = false;
  try {
    const statement = compileStatement(sql, awsIotSqlVersion === "2016-03-23" ? "2016-03-23" : "2015-10-08");
    const known = actions.map((action) => compileAction(action, statement));
    isOfTopic = isFrom(statement, topic);
    if (!isOfTopic) return { isOfTopic, isSelected: false, actions: [] };
    const run = statement.begin(
      { topic, payload: Buffer.from(payload), clientId, traceId: host.random.uuid() },
      {
        accountId: account,
        nowMs: host.clock.nowMs(),
        uuid: () => host.random.uuid(),
        chance: () => Number.parseInt(host.random.text(13, "0123456789abcdef"), 16) / 16 ** 13,
        ask: async ({ name }) => {
          throw new SqlEvaluationError(`${name} asks another service, which is not asked for a sample message`);
        },
      },
    );
    const output = await run.output();
    if (!output) return { isOfTopic, isSelected: false, actions: [] };
    const filled = await Promise.all(known.map((action) => fillAction(action, run)));
    return { isOfTopic, isSelected: true, ...toText(output.bytes), actions: filled };
  } catch (error) {
    if (!(error instanceof SqlSyntaxError) && !(error instanceof SqlEvaluationError)) throw error;
    return { isOfTopic, isSelected: false, actions: [], error: error.message };
  }
}

/** A rule without FROM is reached by Basic Ingest alone, whatever the topic. */
function isFrom({ topicFilter }: RuleStatement, topic: string): boolean {
  if (topicFilter === undefined) return true;
  const tree = new TopicTree<true>();
  tree.add(topicFilter, true);
  return tree.match(topic).length > 0;
}

function toText(bytes: Buffer): Pick<SampleResult, "output" | "outputBase64"> {
  const output = bytes.toString("utf8");
  return Buffer.from(output).equals(bytes) ? { output } : { outputBase64: bytes.toString("base64") };
}
