import { HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";

const s3 = new S3Client();

export const handler = async (event) => {
  const { bucket, object } = event.Records[0].s3;
  try {
    const head = await s3.send(new HeadObjectCommand({ Bucket: bucket.name, Key: object.key }));
    const metadata = {
      ContentType: head.ContentType,
      ContentLength: head.ContentLength,
      LastModified: head.LastModified,
    };
    console.log("Image metadata:");
    console.log(JSON.stringify(metadata, null, 4));
    return { statusCode: 200, body: JSON.stringify(metadata) };
  } catch (error) {
    console.log(error);
    return { statusCode: 500, body: JSON.stringify(String(error)) };
  }
};
