import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { toFailure } from "../../aws/errors.ts";
import { useLive } from "../../live/use-live.ts";
import { useSession } from "../../shell/session-provider.tsx";

interface Probe {
  readonly name: string;
  readonly error: string | undefined;
}

/** What the public APIs themselves tell: each service answers a list call. */
export default function Health() {
  const { client } = useSession();
  const health = useLive(
    "home/health",
    () =>
      Promise.all([
        probe("Lambda", () => client(LambdaClient).send(new ListFunctionsCommand({ MaxItems: 1 }))),
        probe("S3", () => client(S3Client).send(new ListBucketsCommand({ MaxBuckets: 1 }))),
        probe("CloudWatch Logs", () => client(CloudWatchLogsClient).send(new DescribeLogGroupsCommand({ limit: 1 }))),
        probe("IAM", () => client(IAMClient).send(new ListRolesCommand({ MaxItems: 1 }))),
      ]),
    { everyMs: 5_000 },
  );
  return (
    <Container header={<Header variant="h2">Health</Header>}>
      {health.data ? (
        <KeyValuePairs
          columns={2}
          items={health.data.map(({ name, error }) => ({
            label: name,
            value: <StatusIndicator type={error ? "error" : "success"}>{error ?? "Available"}</StatusIndicator>,
          }))}
        />
      ) : (
        <StatusIndicator type="loading">Asking the services</StatusIndicator>
      )}
    </Container>
  );
}

async function probe(name: string, ask: () => Promise<unknown>): Promise<Probe> {
  try {
    await ask();
    return { name, error: undefined };
  } catch (error) {
    return { name, error: toFailure(error).name };
  }
}
