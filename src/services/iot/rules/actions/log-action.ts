import { isNamed } from "../../../../platform/aws-error.ts";
import type { ActionCall } from "./action-call.ts";

interface BatchEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** In a stream of the rule's name. In batch mode the output is an array of events, each with its time. Source: "CloudWatch Logs". */
export async function writeLog({ host, as, rule, settings, text, output }: ActionCall): Promise<void> {
  const message = output.toString("utf8");
  const isBatch = settings.batchMode === true;
  const logEvents: readonly BatchEvent[] = isBatch ? JSON.parse(message) : [{ timestamp: host.clock.nowMs(), message }];
  const stream = { logGroupName: text("logGroupName"), logStreamName: rule };
  const put = () => host.call("cloudwatch-logs", "PutLogEvents", { ...stream, logEvents: [...logEvents] }, as);
  try {
    await put();
  } catch (error) {
    if (!isNamed(error, "ResourceNotFoundException")) throw error;
    await host.call("cloudwatch-logs", "CreateLogStream", stream, as).catch((refused: unknown) => {
      // Another message made it meanwhile.
      if (!isNamed(refused, "ResourceAlreadyExistsException")) throw refused;
    });
    await put();
  }
}
