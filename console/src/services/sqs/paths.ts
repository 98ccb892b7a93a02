/** The addresses of a queue's pages. */
export function queuePath(name: string, tab?: string): string {
  return `/console/sqs/queues/${name}${tab ? `?tab=${tab}` : ""}`;
}

export function sendReceivePath(name: string): string {
  return `${queuePath(name)}/send-receive`;
}

export function queueCrumbs(name: string) {
  return [
    { text: "Queues", href: "/console/sqs/queues" },
    { text: name, href: queuePath(name) },
  ];
}
