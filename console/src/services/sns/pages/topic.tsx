import {
  ListTagsForResourceCommand,
  SetTopicAttributesCommand,
  SNSClient,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-sns";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { lazy, Suspense } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { nameOfArn } from "../../../choices/choice.ts";
import { useLive } from "../../../live/use-live.ts";
import { PolicyPanel } from "../../../policy/policy-panel.tsx";
import { Copyable } from "../../../shell/copyable.tsx";
import { JsonText } from "../../../shell/json-text.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { TagsPanel } from "../../../tags/tags-panel.tsx";
import { topicPath } from "../paths.ts";
import { SubscriptionTable } from "../subscription/subscription-table.tsx";
import { useDeleteTopic } from "../topic/remove-topics.tsx";
import { type TopicAttributes, typeOfTopic, useTopic } from "../topic/topic.ts";

const MetricCharts = lazy(() => import("../../../chart/metric-charts.tsx"));

export function Component() {
  const { arn = "" } = useParams();
  return <TopicPage key={arn} arn={arn} />;
}

function TopicPage({ arn }: { arn: string }) {
  const client = useClient(SNSClient);
  const live = useTopic(arn);
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const remove = useDeleteTopic(() => undefined);
  const name = nameOfArn(arn);
  return (
    <Page
      title={name}
      breadcrumbs={[{ text: "Topics", href: "/console/sns/topics" }]}
      actions={
        <div className="squall-actions">
          <RouteButton href={`${topicPath(arn)}/edit`}>Edit</RouteButton>
          <Button
            onClick={async () => {
              if (await remove(arn)) await navigate("/console/sns/topics");
            }}
          >
            Delete
          </Button>
          <RouteButton variant="primary" href={`${topicPath(arn)}/publish`}>
            Publish message
          </RouteButton>
        </div>
      }
    >
      <Loaded live={live} what={`the topic ${name}`} feature="SNS">
        {(attributes) => (
          <SpaceBetween size="l">
            <Details arn={arn} attributes={attributes} />
            <Tabs
              ariaLabel="Topic"
              activeTabId={search.get("tab") ?? "subscriptions"}
              onChange={({ detail }) => setSearch({ tab: detail.activeTabId })}
              tabs={[
                { id: "subscriptions", label: "Subscriptions", content: <SubscriptionTable topicArn={arn} /> },
                {
                  id: "policy",
                  label: "Access policy",
                  content: (
                    <PolicyPanel
                      title="Access policy"
                      owner={`topic ${name}`}
                      description="Who can access the topic."
                      policy={attributes.Policy}
                      initial={attributes.Policy ?? ""}
                      save={async (AttributeValue) => {
                        await client.send(
                          new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: "Policy", AttributeValue }),
                        );
                        live.refresh();
                      }}
                    />
                  ),
                },
                {
                  id: "delivery",
                  label: "Delivery policy (HTTP/S)",
                  content: (
                    <Container header={<Header variant="h2">Delivery policy (HTTP/S)</Header>}>
                      <JsonText text={attributes.EffectiveDeliveryPolicy ?? "-"} />
                    </Container>
                  ),
                },
                { id: "monitoring", label: "Monitoring", content: <Monitoring name={name} /> },
                { id: "tags", label: "Tags", content: <Tags arn={arn} /> },
              ]}
            />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

function Details({ arn, attributes }: { arn: string; attributes: TopicAttributes }) {
  return (
    <Container header={<Header variant="h2">Details</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: "Name", value: nameOfArn(arn) },
          { label: "Display name", value: attributes.DisplayName || "-" },
          { label: "ARN", value: <Copyable text={arn} what="ARN" /> },
          { label: "Topic owner", value: attributes.Owner ?? "-" },
          { label: "Type", value: typeOfTopic(arn) },
          { label: "Encryption", value: attributes.KmsMasterKeyId || "Disabled" },
          { label: "Subscriptions confirmed", value: attributes.SubscriptionsConfirmed ?? "-" },
          { label: "Subscriptions pending", value: attributes.SubscriptionsPending ?? "-" },
        ]}
      />
    </Container>
  );
}

function Tags({ arn: ResourceArn }: { arn: string }) {
  const client = useClient(SNSClient);
  const tags = useLive(`sns/tags/${ResourceArn}`, async () => {
    const { Tags: list = [] } = await client.send(new ListTagsForResourceCommand({ ResourceArn }));
    return Object.fromEntries(list.map(({ Key = "", Value = "" }) => [Key, Value]));
  });
  return (
    <TagsPanel
      owner={`topic ${nameOfArn(ResourceArn)}`}
      tags={tags}
      add={(added) =>
        client.send(
          new TagResourceCommand({ ResourceArn, Tags: Object.entries(added).map(([Key, Value]) => ({ Key, Value })) }),
        )
      }
      remove={(TagKeys) => client.send(new UntagResourceCommand({ ResourceArn, TagKeys }))}
    />
  );
}

function Monitoring({ name }: { name: string }) {
  return (
    <Suspense fallback={null}>
      <MetricCharts namespace="AWS/SNS" dimensions={{ TopicName: name }} charts={charts} />
    </Suspense>
  );
}

/** Source: "Monitoring Amazon SNS topics using CloudWatch". */
const charts = [
  ["NumberOfMessagesPublished", "Number of messages published", "Sum", "Count"],
  ["NumberOfNotificationsDelivered", "Number of notifications delivered", "Sum", "Count"],
  ["NumberOfNotificationsFailed", "Number of notifications failed", "Sum", "Count"],
  ["NumberOfNotificationsFilteredOut", "Number of notifications filtered out", "Sum", "Count"],
  ["PublishSize", "Publish size", "Average", "Bytes"],
].map(([metric = "", title = "", statistic, unit = ""]) => ({
  metric,
  title,
  unit,
  statistic: statistic as "Sum" | "Average",
}));
