/** What devices ask, by its topic. Source: "Device provisioning MQTT API". */
export const verbs = [
  { name: "create", pattern: /^\$aws\/certificates\/create\/(?:json|cbor)$/ },
  { name: "create-from-csr", pattern: /^\$aws\/certificates\/create-from-csr\/(?:json|cbor)$/ },
  { name: "provision", pattern: /^\$aws\/provisioning-templates\/([^/]+)\/provision\/(?:json|cbor)$/ },
] as const;

export type ProvisioningVerb = (typeof verbs)[number]["name"];
