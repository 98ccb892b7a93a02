/**
 * Topics that begin with `$` and may be published to: what devices ask AWS IoT itself by. All others are AWS IoT's own to publish. Source: "Reserved topics".
 */
const publishable =
  /^\$aws\/(?:things\/[^/]+\/(?:shadow|jobs|streams|defender|tunnels)\/|rules\/|certificates\/create|provisioning-templates\/|device_location\/|commands\/)/;

export function mayBePublished(topic: string): boolean {
  return topic.charCodeAt(0) !== 0x24 || publishable.test(topic);
}
