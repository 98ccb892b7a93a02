import { paginateListQueues, SQSClient } from "@aws-sdk/client-sqs";
import { nameOfUrl } from "../../choices/queues.ts";
import type { FindResources } from "../../shell/console-service.ts";
import { findableKind, findKinds } from "../../shell/find-kinds.ts";
import { queuePath } from "./paths.ts";

export const findResources: FindResources = (search) => findKinds([queues], search);

const queues = findableKind<string>({
  kind: "Queue",
  async *pages({ client }) {
    for await (const { QueueUrls = [] } of paginateListQueues({ client: client(SQSClient) }, { MaxResults: 1_000 })) {
      yield QueueUrls.map(nameOfUrl);
    }
  },
  name: (name) => name,
  href: (name) => queuePath(name),
});
