import { LambdaClient } from "@aws-sdk/client-lambda";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { nameOfArn } from "../../../../choices/choice.ts";
import { ChoiceField, checkArn } from "../../../../choices/choice-field.tsx";
import { useTopicChoices } from "../../../../choices/topics.ts";
import { makeWhole } from "../../../../form/create.ts";
import { allowInvoke } from "../../../../permission/allow-invoke.ts";
import { useClient } from "../../../../shell/session-provider.tsx";
import type { SourceProps } from "./adder.ts";

/** The function is subscribed to the topic, which may then invoke it. */
export default function SnsSource({ functionArn, onChange }: SourceProps) {
  const sns = useClient(SNSClient);
  const lambda = useClient(LambdaClient);
  const topics = useTopicChoices();
  const [topicArn, setTopicArn] = useState("");
  onChange(async () => {
    await makeWhole(async (made) => {
      await allowInvoke(lambda, { functionArn, principal: "sns.amazonaws.com", sourceArn: topicArn }, made);
      await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "lambda", Endpoint: functionArn }));
    });
    return nameOfArn(topicArn);
  });
  return (
    <SpaceBetween size="l">
      <ChoiceField
        label="SNS topic"
        description="Select the SNS topic to subscribe to."
        value={topicArn}
        onChange={setTopicArn}
        choices={topics}
        problem={checkArn(topicArn, "sns", "a topic")}
      />
      <Box color="text-body-secondary">
        Lambda will add the necessary permissions for AWS SNS to invoke your Lambda function from this trigger.
      </Box>
    </SpaceBetween>
  );
}
