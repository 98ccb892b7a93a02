import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNavigate, useParams } from "react-router";
import { nameOfArn } from "../../../choices/choice.ts";
import { Copyable } from "../../../shell/copyable.tsx";
import { JsonText } from "../../../shell/json-text.tsx";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { subscriptionPath, topicPath } from "../paths.ts";
import type { SubscriptionAttributes } from "../subscription/delivery-fields.tsx";
import { protocolLabel } from "../subscription/protocols.ts";
import { useSubscription } from "../subscription/subscription.ts";
import { SubscriptionStatus, useUnsubscribe } from "../subscription/subscription-table.tsx";

export function Component() {
  const { arn = "" } = useParams();
  const live = useSubscription(arn);
  const navigate = useNavigate();
  const remove = useUnsubscribe(() => undefined);
  const { TopicArn = "", Endpoint } = live.data ?? {};
  return (
    <Page
      title={`Subscription: ${nameOfArn(arn)}`}
      breadcrumbs={[{ text: "Subscriptions", href: "/console/sns/subscriptions" }]}
      actions={
        <div className="squall-actions">
          <RouteButton href={`${subscriptionPath(arn)}/edit`}>Edit</RouteButton>
          <Button
            disabled={!live.data}
            onClick={async () => {
              if (await remove({ SubscriptionArn: arn, TopicArn, Endpoint })) await navigate(topicPath(TopicArn));
            }}
          >
            Delete
          </Button>
        </div>
      }
    >
      <Loaded live={live} what="the subscription" feature="SNS">
        {(attributes) => <Details arn={arn} attributes={attributes} />}
      </Loaded>
    </Page>
  );
}

function Details({ arn, attributes }: { arn: string; attributes: SubscriptionAttributes }) {
  const { TopicArn = "", Endpoint, Protocol, SubscriptionPrincipal, RawMessageDelivery } = attributes;
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Details</Header>}>
        <KeyValuePairs
          columns={2}
          items={[
            { label: "ARN", value: <Copyable text={arn} what="ARN" /> },
            {
              label: "Status",
              value: <SubscriptionStatus arn={attributes.PendingConfirmation === "true" ? undefined : arn} />,
            },
            { label: "Endpoint", value: <span className="squall-anywhere">{Endpoint}</span> },
            { label: "Protocol", value: protocolLabel(Protocol) },
            { label: "Topic", value: <RouteLink href={topicPath(TopicArn)}>{nameOfArn(TopicArn)}</RouteLink> },
            { label: "Raw message delivery", value: RawMessageDelivery === "true" ? "Enabled" : "Disabled" },
            {
              label: "Subscription Principal",
              value: <span className="squall-anywhere">{SubscriptionPrincipal ?? "-"}</span>,
            },
          ]}
        />
      </Container>
      <Container
        header={
          <Header
            variant="h2"
            description={`Applied on the ${attributes.FilterPolicyScope === "MessageBody" ? "message body" : "message attributes"}.`}
          >
            Subscription filter policy
          </Header>
        }
      >
        {attributes.FilterPolicy ? (
          <JsonText text={attributes.FilterPolicy} />
        ) : (
          <Box color="text-body-secondary">No filter policy: every message of the topic is sent.</Box>
        )}
      </Container>
      <Container header={<Header variant="h2">Redrive policy (dead-letter queue)</Header>}>
        {attributes.RedrivePolicy ? (
          <JsonText text={attributes.RedrivePolicy} />
        ) : (
          <Box color="text-body-secondary">No dead-letter queue: what can't be delivered is lost.</Box>
        )}
      </Container>
    </SpaceBetween>
  );
}
