"""Makes a thumbnail of each picture that is uploaded, in a second bucket. Needs Pillow in the package: see ../README.md."""
import io
import os
import urllib.parse

import boto3
from PIL import Image, ImageOps

s3 = boto3.client("s3")
BUCKET = os.environ["THUMBNAILS_BUCKET"]
SIZE = int(os.environ.get("THUMBNAIL_PIXELS", "128"))


def handler(event, context):
    return [make_thumbnail(record["s3"]) for record in event["Records"]]


def make_thumbnail(uploaded):
    bucket, key = uploaded["bucket"]["name"], urllib.parse.unquote_plus(uploaded["object"]["key"])
    picture = Image.open(s3.get_object(Bucket=bucket, Key=key)["Body"])
    thumbnail = ImageOps.exif_transpose(picture).convert("RGB")
    thumbnail.thumbnail((SIZE, SIZE))
    buffer = io.BytesIO()
    thumbnail.save(buffer, "JPEG", quality=85)
    name = os.path.splitext(key)[0] + ".jpg"
    s3.put_object(Bucket=BUCKET, Key=name, Body=buffer.getvalue(), ContentType="image/jpeg")
    print(f"{key}: {picture.width}x{picture.height} -> {name}: {thumbnail.width}x{thumbnail.height}")
    return name
