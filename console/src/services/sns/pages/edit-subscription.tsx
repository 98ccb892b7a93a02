import { SetSubscriptionAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { EditForm } from "../../../form/edit-form.tsx";
import { useAction } from "../../../live/use-action.ts";
import { Loaded } from "../../../shell/loaded.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { subscriptionCrumbs, subscriptionPath } from "../paths.ts";
import {
  DeliveryFields,
  type DeliveryForm,
  type SubscriptionAttributes,
  takesRaw,
  toDeliveryForm,
} from "../subscription/delivery-fields.tsx";
import { useSubscription } from "../subscription/subscription.ts";

export function Component() {
  const { arn = "" } = useParams();
  const live = useSubscription(arn);
  const first = useRef<SubscriptionAttributes>(undefined);
  first.current ??= live.data;
  return (
    <Page title="Edit subscription" breadcrumbs={subscriptionCrumbs(arn)}>
      <Loaded live={{ ...live, data: first.current }} what="the subscription" feature="SNS">
        {(attributes) => <EditSubscription arn={arn} attributes={attributes} />}
      </Loaded>
    </Page>
  );
}

function EditSubscription({ arn, attributes }: { arn: string; attributes: SubscriptionAttributes }) {
  const client = useClient(SNSClient);
  const navigate = useNavigate();
  const notify = useNotify();
  const { Protocol = "" } = attributes;
  const [before] = useState(() => toDeliveryForm(attributes));
  const [form, setForm] = useState(before);
  const change = (part: Partial<typeof form>) => setForm((earlier) => ({ ...earlier, ...part }));
  const save = useAction(async () => {
    const were = toAll(before, Protocol);
    for (const [AttributeName, AttributeValue] of Object.entries(toAll(form, Protocol))) {
      if (were[AttributeName] === AttributeValue) continue;
      await client.send(
        new SetSubscriptionAttributesCommand({
          SubscriptionArn: arn,
          AttributeName,
          // Without a value a redrive policy is taken away.
          AttributeValue: AttributeValue || undefined,
        }),
      );
    }
    await navigate(subscriptionPath(arn));
    notify.success("Subscription saved successfully.");
  });
  return (
    <EditForm
      action={save}
      submit="Save changes"
      cancelTo={subscriptionPath(arn)}
      failed="The subscription could not be saved"
    >
      <DeliveryFields form={form} protocol={Protocol} change={change} />
    </EditForm>
  );
}

/**
 * All that the form says, in an order in which each step is valid: a policy of nested names is only one of message bodies. `{}` takes a filter policy
 * away. Source: "Removing a subscription filter policy in Amazon SNS".
 */
function toAll(form: DeliveryForm, protocol: string): Record<string, string> {
  const scope: Record<string, string> = form.isFiltered ? { FilterPolicyScope: form.scope } : {};
  const isOfBody = form.scope === "MessageBody";
  return {
    ...(takesRaw(protocol) && { RawMessageDelivery: String(form.isRaw) }),
    ...(isOfBody && scope),
    FilterPolicy: form.isFiltered ? form.filter : "{}",
    ...(!isOfBody && scope),
    RedrivePolicy: form.hasDeadLetterQueue ? JSON.stringify({ deadLetterTargetArn: form.deadLetterQueue }) : "",
  };
}
