import { ListDeadLetterSourceQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { nameOfArn } from "../../../choices/choice.ts";
import { nameOfUrl } from "../../../choices/queues.ts";
import { useLive } from "../../../live/use-live.ts";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { queuePath } from "../paths.ts";
import { type QueueDescription, redrivePolicyOf } from "./queue.ts";

/** Where this queue's undeliverable messages go, and whose come here. */
export function DeadLetterTab({ queue }: { queue: QueueDescription }) {
  const { name, url, attributes } = queue;
  const redrive = redrivePolicyOf(attributes);
  const allow = JSON.parse(attributes.RedriveAllowPolicy || "{}").redrivePermission as string | undefined;
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            description="Send undeliverable messages to a dead-letter queue."
            actions={<RouteButton href={`${queuePath(name)}/edit`}>Edit</RouteButton>}
          >
            Dead-letter queue
          </Header>
        }
      >
        {redrive ? (
          <KeyValuePairs
            columns={3}
            items={[
              {
                label: "Queue",
                value: (
                  <RouteLink href={queuePath(nameOfArn(redrive.deadLetterTargetArn))}>
                    {redrive.deadLetterTargetArn}
                  </RouteLink>
                ),
              },
              { label: "Maximum receives", value: redrive.maxReceiveCount },
            ]}
          />
        ) : (
          <Box color="text-body-secondary">
            No dead-letter queue: a message that is received and never deleted comes again until its retention ends.
          </Box>
        )}
      </Container>
      <Container
        header={
          <Header
            variant="h2"
            description={`Redrive permission: ${permissions[allow ?? ""] ?? "Allow all (default)"}.`}
          >
            Source queues
          </Header>
        }
      >
        <SourceQueues name={name} url={url} />
      </Container>
    </SpaceBetween>
  );
}

/** Queues that have this one as their dead-letter queue. */
export function useSourceQueues(name: string, QueueUrl: string) {
  const client = useClient(SQSClient);
  return useLive(`sqs/sources/${name}`, async () => {
    const { queueUrls = [] } = await client.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl }));
    return queueUrls.map(nameOfUrl);
  });
}

function SourceQueues({ name, url }: { name: string; url: string }) {
  const sources = useSourceQueues(name, url);
  return (
    <Loaded live={sources} what="the source queues">
      {(names) =>
        names.length === 0 ? (
          <Box color="text-body-secondary">No queue has this one as its dead-letter queue.</Box>
        ) : (
          <ul className="squall-words">
            {names.map((source) => (
              <li key={source}>
                <RouteLink href={queuePath(source)}>{source}</RouteLink>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

const permissions: Readonly<Record<string, string>> = {
  allowAll: "Allow all",
  byQueue: "By queue",
  denyAll: "Deny all",
};
