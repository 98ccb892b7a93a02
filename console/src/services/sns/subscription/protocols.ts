/** What a subscription can send to, in the order of AWS's console. Firehose is not built. */
export const protocols = [
  { value: "sqs", label: "Amazon SQS", endpoint: "The ARN of an SQS queue." },
  { value: "lambda", label: "AWS Lambda", endpoint: "The ARN of a Lambda function." },
  { value: "email", label: "Email", endpoint: "An email address that can receive notifications." },
  { value: "email-json", label: "Email-JSON", endpoint: "An email address that can receive notifications as JSON." },
  { value: "http", label: "HTTP", endpoint: "A web address that begins with http://." },
  { value: "https", label: "HTTPS", endpoint: "A web address that begins with https://." },
  { value: "sms", label: "SMS", endpoint: "A phone number with its country code: +15555550123." },
] as const;

export type Protocol = (typeof protocols)[number]["value"];

export function protocolLabel(protocol: string | undefined): string {
  return protocols.find(({ value }) => value === protocol)?.label ?? protocol ?? "-";
}

export function checkEndpoint(protocol: Protocol, endpoint: string): string | undefined {
  if (endpoint === "") return "Enter an endpoint.";
  const { form, say } = forms[protocol];
  return form.test(endpoint) ? undefined : say;
}

const email = { form: /^[^@\s]+@[^@\s]+\.[^@\s]+$/, say: "Enter an email address: user@example.com." };

const forms: Readonly<Record<Protocol, { readonly form: RegExp; readonly say: string }>> = {
  sqs: { form: /^arn:aws[a-z-]*:sqs:/, say: "Enter the ARN of a queue: arn:aws:sqs:…" },
  lambda: { form: /^arn:aws[a-z-]*:lambda:/, say: "Enter the ARN of a function: arn:aws:lambda:…" },
  email,
  "email-json": email,
  http: { form: /^http:\/\/\S+$/, say: "Enter an address that begins with http://." },
  https: { form: /^https:\/\/\S+$/, say: "Enter an address that begins with https://." },
  sms: { form: /^\+\d{5,15}$/, say: "Enter a phone number with its country code: +15555550123." },
};
