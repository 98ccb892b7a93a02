import type { FieldDescription } from "../../../described/field-description.ts";

/** Clients show a certificate, too, that one of the truststore's authorities has signed. */
export const mutualTlsFields: readonly FieldDescription[] = [
  {
    name: "truststore",
    label: "Mutual TLS: truststore URI",
    description: "A file of authorities' certificates in PEM, in a bucket. Empty: clients need no certificate.",
    placeholder: "s3://bucket/truststore.pem",
    problem: (uri) => (/^s3:\/\/[^/]+\/.+/.test(uri) ? undefined : "It begins with s3://bucket/."),
  },
  { name: "version", label: "Truststore version", shown: ({ truststore }) => Boolean(truststore) },
];
