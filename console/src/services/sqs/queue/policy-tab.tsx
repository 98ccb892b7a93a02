import { SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { PolicyPanel } from "../../../policy/policy-panel.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { ownerPolicy } from "../form/queue-form.ts";
import type { QueueDescription } from "./queue.ts";

export function PolicyTab({ queue, onChange }: { queue: QueueDescription; onChange: () => void }) {
  const { name, url, attributes } = queue;
  const client = useClient(SQSClient);
  const { account } = useSession();
  return (
    <PolicyPanel
      title="Access policy"
      owner={`queue ${name}`}
      description="Who can access the queue."
      policy={attributes.Policy}
      initial={ownerPolicy(attributes.QueueArn ?? "", account)}
      save={async (Policy) => {
        await client.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy } }));
        onChange();
      }}
    />
  );
}
