#!/usr/bin/env bash
# The first lab with aws-cli, against a running Squall (`npm start`): ends with the picture's metadata in the function's log.
set -euo pipefail
cd "$(dirname "$0")"
export AWS_ENDPOINT_URL="${AWS_ENDPOINT_URL:-http://localhost:4566}" AWS_DEFAULT_REGION="${AWS_DEFAULT_REGION:-us-east-1}" AWS_PAGER=
export AWS_ACCESS_KEY_ID="${AWS_ACCESS_KEY_ID:-test}" AWS_SECRET_ACCESS_KEY="${AWS_SECRET_ACCESS_KEY:-test}"
bucket="${BUCKET:-pictures}" function="${FUNCTION:-picture-metadata}" account="${ACCOUNT:-000000000000}"
arn="arn:aws:lambda:$AWS_DEFAULT_REGION:$account:function:$function"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

aws s3 mb "s3://$bucket"
python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "w").write("lambda_function.py")' "$work/function.zip"
aws lambda create-function --function-name "$function" --runtime python3.11 --handler lambda_function.lambda_handler \
  --role "arn:aws:iam::$account:role/LabRole" --zip-file "fileb://$work/function.zip" >/dev/null
aws lambda wait function-active-v2 --function-name "$function"
aws lambda add-permission --function-name "$function" --statement-id s3 --action lambda:InvokeFunction \
  --principal s3.amazonaws.com --source-arn "arn:aws:s3:::$bucket" --source-account "$account" >/dev/null
aws s3api put-bucket-notification-configuration --bucket "$bucket" --notification-configuration \
  "{\"LambdaFunctionConfigurations\": [{\"LambdaFunctionArn\": \"$arn\", \"Events\": [\"s3:ObjectCreated:*\"]}]}"
aws s3 cp logo.png "s3://$bucket/logo.png"
for _ in $(seq 50); do
  aws logs filter-log-events --log-group-name "/aws/lambda/$function" --query 'events[].message' --output text >"$work/log" 2>/dev/null || true
  grep -q REPORT "$work/log" && break
  sleep 0.1
done
cat "$work/log"
