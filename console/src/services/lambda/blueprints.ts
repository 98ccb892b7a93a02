import { type RuntimeChoice, runtimes } from "./runtimes.ts";

/** A function to begin with: its code is put in the editor, and can be changed before it is created. */
export interface Blueprint {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly runtime: RuntimeChoice;
  readonly file: string;
  readonly code: string;
  readonly timeoutSeconds?: number;
}

const python = runtimes.find(({ id }) => id === "python3.13")!;
const node = runtimes.find(({ id }) => id === "nodejs22.x")!;

export const blueprints: readonly Blueprint[] = [
  {
    id: "hello-world-python",
    title: "Hello world function (Python)",
    description: "Prints the values of the test event and returns the first.",
    runtime: python,
    file: "lambda_function.py",
    code: `import json

print('Loading function')


def lambda_handler(event, context):
    print("value1 = " + event['key1'])
    print("value2 = " + event['key2'])
    print("value3 = " + event['key3'])
    return event['key1']  # Echo back the first key value
`,
  },
  {
    id: "hello-world",
    title: "Hello world function (Node.js)",
    description: "Logs the values of the test event and returns the first.",
    runtime: node,
    file: "index.mjs",
    code: `console.log('Loading function');

export const handler = async (event, context) => {
  console.log('value1 =', event.key1);
  console.log('value2 =', event.key2);
  console.log('value3 =', event.key3);
  return event.key1; // Echo back the first key value
};
`,
  },
  {
    id: "s3-get-object-python",
    title: "Get S3 object (Python)",
    description: "Runs at an upload and prints the object's content type. Add an S3 trigger after creating it.",
    runtime: python,
    file: "lambda_function.py",
    timeoutSeconds: 10,
    code: `import json
import urllib.parse

import boto3

print('Loading function')

s3 = boto3.client('s3')


def lambda_handler(event, context):
    # Get the object from the event and show its content type
    bucket = event['Records'][0]['s3']['bucket']['name']
    key = urllib.parse.unquote_plus(event['Records'][0]['s3']['object']['key'], encoding='utf-8')
    try:
        response = s3.get_object(Bucket=bucket, Key=key)
        print("CONTENT TYPE: " + response['ContentType'])
        return response['ContentType']
    except Exception as e:
        print(e)
        print(f'Error getting object {key} from bucket {bucket}.')
        raise e
`,
  },
  {
    id: "s3-picture-metadata-python",
    title: "Metadata of an uploaded picture (Python)",
    description: "The first lab: runs at an upload and writes the picture's metadata to its log.",
    runtime: runtimes.find(({ id }) => id === "python3.11")!,
    file: "lambda_function.py",
    timeoutSeconds: 10,
    code: `import json
import urllib.parse

import boto3

s3 = boto3.client("s3")


def lambda_handler(event, context):
    bucket = event["Records"][0]["s3"]["bucket"]["name"]
    key = urllib.parse.unquote_plus(event["Records"][0]["s3"]["object"]["key"])
    response = s3.head_object(Bucket=bucket, Key=key)
    metadata = {
        "Bucket": bucket,
        "Key": key,
        "ContentType": response["ContentType"],
        "ContentLength": response["ContentLength"],
        "LastModified": response["LastModified"].strftime("%Y-%m-%d %H:%M:%S"),
    }
    print("Image metadata:")
    print(json.dumps(metadata, indent=4))
    return {"statusCode": 200, "body": json.dumps(metadata)}
`,
  },
];
