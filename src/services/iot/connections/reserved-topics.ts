/**
 * Topics that begin with `$` and may be published to: what devices ask AWS IoT itself by. All others are AWS IoT's own to publish: what it answers (`accepted`, `rejected`, `delta`) and
 * tells of (`$aws/events`) nobody else can say. Source: "Reserved topics".
 */
const publishable = new RegExp(
  `^\\$aws/(?:${[
    "things/[^/]+/shadow/(?:name/[^/]+/)?(?:get|update|delete)",
    "things/[^/]+/jobs/(?:get|start-next|[^/]+/(?:get|update))",
    "things/[^/]+/streams/[^/]+/(?:get|describe)/(?:cbor|json)",
    "things/[^/]+/defender/metrics/(?:cbor|json)",
    "rules/.+",
    "certificates/create(?:-from-csr)?/(?:cbor|json)",
    "provisioning-templates/[^/]+/provision/(?:cbor|json)",
    "device_location/[^/]+/get_position_estimate",
    "commands/(?:things|clients)/[^/]+/executions/[^/]+/response/(?:cbor|json)",
  ].join("|")})$`,
);

export function mayBePublished(topic: string): boolean {
  return topic.charCodeAt(0) !== 0x24 || publishable.test(topic);
}
