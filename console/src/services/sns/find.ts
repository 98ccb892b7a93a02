import { paginateListTopics, SNSClient } from "@aws-sdk/client-sns";
import { nameOfArn } from "../../choices/choice.ts";
import type { FindResources } from "../../shell/console-service.ts";
import { findableKind, findKinds } from "../../shell/find-kinds.ts";
import { topicPath } from "./paths.ts";

export const findResources: FindResources = (search) => findKinds([topics], search);

const topics = findableKind<string>({
  kind: "Topic",
  async *pages({ client }) {
    for await (const { Topics = [] } of paginateListTopics({ client: client(SNSClient) }, {})) {
      yield Topics.map(({ TopicArn = "" }) => TopicArn);
    }
  },
  name: nameOfArn,
  href: topicPath,
});
