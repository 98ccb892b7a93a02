/** Makes a thumbnail of each picture that is uploaded, in a second bucket. Needs sharp in the package: see ../README.md. */
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import sharp from "sharp";

const s3 = new S3Client({});
const bucket = process.env.THUMBNAILS_BUCKET;
const size = Number(process.env.THUMBNAIL_PIXELS ?? 128);

export const handler = async (event) => Promise.all(event.Records.map(({ s3: uploaded }) => makeThumbnail(uploaded)));

async function makeThumbnail(uploaded) {
  const key = decodeURIComponent(uploaded.object.key.replaceAll("+", " "));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: uploaded.bucket.name, Key: key }));
  const picture = sharp(await Body.transformToByteArray());
  const { width, height } = await picture.metadata();
  const { data, info } = await picture
    .rotate()
    .resize(size, size, { fit: "inside" })
    .webp()
    .toBuffer({ resolveWithObject: true });
  const name = `${key.replace(/\.[^.]*$/, "")}.webp`;
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: name, Body: data, ContentType: "image/webp" }));
  console.log(`${key}: ${width}x${height} -> ${name}: ${info.width}x${info.height}`);
  return name;
}
