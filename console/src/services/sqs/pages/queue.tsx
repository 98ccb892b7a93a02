import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { lazy, Suspense } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { nameOfArn } from "../../../choices/choice.ts";
import { Copyable } from "../../../shell/copyable.tsx";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { formatTime } from "../../../text/times.ts";
import { inWords } from "../form/durations.ts";
import { queuePath, sendReceivePath } from "../paths.ts";
import { DeadLetterTab } from "../queue/dead-letter-tab.tsx";
import { LambdaTriggersTab } from "../queue/lambda-triggers-tab.tsx";
import { LookTab } from "../queue/look-tab.tsx";
import { PolicyTab } from "../queue/policy-tab.tsx";
import { encryptionOf, type QueueDescription, redrivePolicyOf, typeOf, useQueue } from "../queue/queue.ts";
import { RedriveTasksTab } from "../queue/redrive-tasks-tab.tsx";
import { useDeleteQueue, usePurgeQueue } from "../queue/remove-queue.tsx";
import { SubscriptionsTab } from "../queue/subscriptions-tab.tsx";
import { TagsTab } from "../queue/tags-tab.tsx";

const MetricCharts = lazy(() => import("../../../chart/metric-charts.tsx"));

export function Component() {
  const { name = "" } = useParams();
  return <QueuePage key={name} name={name} />;
}

function QueuePage({ name }: { name: string }) {
  const live = useQueue(name);
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const remove = useDeleteQueue(() => undefined);
  const purge = usePurgeQueue(live.refresh);
  const queue = live.data;
  return (
    <Page
      title={name}
      breadcrumbs={[{ text: "Queues", href: "/console/sqs/queues" }]}
      actions={
        <div className="squall-actions">
          <RouteButton href={`${queuePath(name)}/edit`}>Edit</RouteButton>
          <Button
            disabled={!queue}
            onClick={async () => {
              if (queue && (await remove(queue))) await navigate("/console/sqs/queues");
            }}
          >
            Delete
          </Button>
          <Button disabled={!queue} onClick={() => queue && void purge(queue)}>
            Purge
          </Button>
          <RouteButton href={sendReceivePath(name)}>Send and receive messages</RouteButton>
          <Button onClick={() => setSearch({ tab: "redrive" })}>Start DLQ redrive</Button>
        </div>
      }
    >
      <Loaded
        live={live}
        what={`the queue ${name}`}
        action={<RouteButton href="/console/sqs/queues">Queues</RouteButton>}
      >
        {(found) => (
          <SpaceBetween size="l">
            <Details queue={found} />
            <Tabs
              ariaLabel="Queue"
              activeTabId={search.get("tab") ?? "policy"}
              onChange={({ detail }) => setSearch({ tab: detail.activeTabId })}
              tabs={[
                { id: "policy", label: "Queue policies", content: <PolicyTab queue={found} onChange={live.refresh} /> },
                { id: "monitoring", label: "Monitoring", content: <Monitoring name={name} /> },
                { id: "sns", label: "SNS subscriptions", content: <SubscriptionsTab queue={found} /> },
                { id: "lambda", label: "Lambda triggers", content: <LambdaTriggersTab queue={found} /> },
                { id: "dlq", label: "Dead-letter queue", content: <DeadLetterTab queue={found} /> },
                { id: "tags", label: "Tagging", content: <TagsTab queue={found} /> },
                { id: "redrive", label: "Dead-letter queue redrive tasks", content: <RedriveTasksTab queue={found} /> },
                { id: "look", label: "Look", content: <LookTab queue={found} /> },
              ]}
            />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

function Details({ queue }: { queue: QueueDescription }) {
  const { name, url, attributes } = queue;
  const redrive = redrivePolicyOf(attributes);
  const seconds = (text: string | undefined) => formatTime(text === undefined ? undefined : Number(text) * 1_000);
  return (
    <Container header={<Header variant="h2">Details</Header>}>
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={3}
          items={[
            { label: "Name", value: name },
            { label: "Type", value: typeOf(queue) },
            { label: "ARN", value: <Copyable text={attributes.QueueArn ?? ""} what="ARN" /> },
            { label: "Encryption", value: encryptionOf(attributes) },
            { label: "URL", value: <Copyable text={url} what="URL" /> },
            {
              label: "Dead-letter queue",
              value: redrive ? (
                <>
                  Enabled:{" "}
                  <RouteLink href={queuePath(nameOfArn(redrive.deadLetterTargetArn))}>
                    {nameOfArn(redrive.deadLetterTargetArn)}
                  </RouteLink>
                </>
              ) : (
                "-"
              ),
            },
            { label: "Messages available", value: attributes.ApproximateNumberOfMessages ?? "-" },
            { label: "Messages in flight", value: attributes.ApproximateNumberOfMessagesNotVisible ?? "-" },
            { label: "Messages delayed", value: attributes.ApproximateNumberOfMessagesDelayed ?? "-" },
          ]}
        />
        <ExpandableSection headerText="More">
          <KeyValuePairs
            columns={3}
            items={[
              { label: "Created", value: seconds(attributes.CreatedTimestamp) },
              { label: "Last updated", value: seconds(attributes.LastModifiedTimestamp) },
              { label: "Maximum message size", value: `${Number(attributes.MaximumMessageSize) / 1_024} KiB` },
              { label: "Message retention period", value: inWords(attributes.MessageRetentionPeriod) },
              { label: "Default visibility timeout", value: inWords(attributes.VisibilityTimeout) },
              { label: "Delivery delay", value: inWords(attributes.DelaySeconds) },
              { label: "Receive message wait time", value: inWords(attributes.ReceiveMessageWaitTimeSeconds) },
              { label: "Content-based deduplication", value: enabled(attributes.ContentBasedDeduplication) },
              { label: "Deduplication scope", value: attributes.DeduplicationScope ?? "-" },
              { label: "FIFO throughput limit", value: attributes.FifoThroughputLimit ?? "-" },
            ]}
          />
        </ExpandableSection>
      </SpaceBetween>
    </Container>
  );
}

function enabled(value: string | undefined): string {
  if (value === undefined) return "-";
  return value === "true" ? "Enabled" : "Disabled";
}

function Monitoring({ name }: { name: string }) {
  return (
    <Suspense fallback={null}>
      <MetricCharts namespace="AWS/SQS" dimensions={{ QueueName: name }} charts={charts} />
    </Suspense>
  );
}

/** In the order of AWS's console. Source: "Available CloudWatch metrics for Amazon SQS". */
const charts = [
  ["NumberOfMessagesSent", "Number of messages sent", "Sum"],
  ["NumberOfMessagesReceived", "Number of messages received", "Sum"],
  ["NumberOfMessagesDeleted", "Number of messages deleted", "Sum"],
  ["NumberOfEmptyReceives", "Number of empty receives", "Sum"],
  ["ApproximateNumberOfMessagesVisible", "Approximate number of messages visible", "Maximum"],
  ["ApproximateNumberOfMessagesNotVisible", "Approximate number of messages not visible", "Maximum"],
  ["ApproximateAgeOfOldestMessage", "Approximate age of oldest message", "Maximum"],
  ["SentMessageSize", "Sent message size", "Average"],
].map(([metric = "", title = "", statistic]) => ({
  metric,
  title,
  statistic: statistic as "Sum" | "Maximum" | "Average",
  unit: metric === "SentMessageSize" ? "Bytes" : metric.includes("Age") ? "Seconds" : "Count",
}));
