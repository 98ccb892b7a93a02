import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, type TestContext, test } from "node:test";
import { ApiGatewayV2Client, CreateApiCommand, type CreateApiCommandInput } from "@aws-sdk/client-apigatewayv2";
import { type CreateFunctionCommandInput, LambdaClient } from "@aws-sdk/client-lambda";
import { buildGo, buildJava, buildOnce, run, skipWithout, zipFolder } from "../support/build.ts";
import { createFunction } from "../support/create-function.ts";
import { allowInvokeByApis, askUrl } from "../support/function-urls.ts";
import { startSquall, type TestSquall } from "../support/squall.ts";

/** Web applications as their frameworks have them, unmodified, behind the adapters that people put before them. */
let squall: TestSquall;
let lambda: LambdaClient;
before(async () => {
  squall = await startSquall();
  lambda = squall.client(LambdaClient);
});
after(() => squall.close());

/** Behind an HTTP API that leads all to the function. */
async function serve(name: string, folder: string, more: Partial<CreateFunctionCommandInput>): Promise<string> {
  await createFunction(lambda, name, zipFolder(folder), { MemorySize: 512, Timeout: 20, ...more });
  await allowInvokeByApis(lambda, name);
  const Target = `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
  const api: CreateApiCommandInput = { Name: name, ProtocolType: "HTTP", Target };
  return (await squall.client(ApiGatewayV2Client).send(new CreateApiCommand(api))).ApiEndpoint ?? "";
}

/** What each of the applications does. */
async function checkShop(url: string): Promise<void> {
  const json = { "content-type": "application/json" };
  const made = await askUrl(url, { path: "/items", method: "POST", headers: json, body: '{"name":"tea","price":3}' });
  assert.deepEqual([made.status, JSON.parse(made.body)], [201, { id: 1, name: "tea", price: 3 }]);
  assert.equal(made.headers["x-shop"], "open");
  const found = await askUrl(url, { path: "/items/7?currency=EUR&tag=a%20b" });
  assert.deepEqual([found.status, JSON.parse(found.body)], [200, { id: 7, currency: "EUR", tag: "a b" }]);
  assert.equal((await askUrl(url, { path: "/nowhere" })).status, 404);
  const signedIn = await askUrl(url, { path: "/sign-in", method: "POST" });
  assert.equal(signedIn.status, 302);
  assert.equal(signedIn.headers.location, "/items");
  assert.match(String(signedIn.headers["set-cookie"]), /session=1/);
}

/** The packages from the registry, once; a test whose packages cannot be had is left out, and says so. */
function packed(context: TestContext, name: string, build: (into: string) => void, ...sources: string[]) {
  try {
    return buildOnce(name, sources, build);
  } catch (error) {
    if (process.env.SQUALL_TEST_NO_SKIP) throw error;
    context.skip(`its packages cannot be had: ${(error as Error).message.split("\n")[0]}`);
    return undefined;
  }
}

const express = `
const express = require("express");
const app = express();
app.use(express.json());
app.use((request, response, next) => { response.set("X-Shop", "open"); next(); });
app.post("/items", (request, response) => response.status(201).json({ id: 1, ...request.body }));
app.get("/items/:id", (request, response) => response.json({ id: Number(request.params.id), ...request.query }));
app.post("/sign-in", (request, response) => response.cookie("session", "1").redirect("/items"));
module.exports.handler = require("serverless-http")(app);
`;

test("an Express application behind serverless-http", { skip: skipWithout("npm", "--version") }, async (context) => {
  const packages = ["express@4.21.1", "serverless-http@3.2.0"];
  const folder = packed(
    context,
    "express",
    (into) => {
      run("npm", ["install", "--prefix", into, "--no-audit", "--no-fund", ...packages], { cwd: into });
      writeFileSync(join(into, "index.js"), express);
    },
    express,
    ...packages,
  );
  if (folder) await checkShop(await serve("express", folder, { Runtime: "nodejs22.x", Handler: "index.handler" }));
});

const fastapi = `
from fastapi import FastAPI, Response
from fastapi.responses import RedirectResponse
from mangum import Mangum
from pydantic import BaseModel

app = FastAPI()

class Item(BaseModel):
    name: str
    price: float | int

@app.middleware("http")
async def shop(request, call_next):
    response = await call_next(request)
    response.headers["X-Shop"] = "open"
    return response

@app.post("/items", status_code=201)
def create(item: Item):
    return {"id": 1, "name": item.name, "price": int(item.price)}

@app.get("/items/{id}")
def read(id: int, currency: str, tag: str):
    return {"id": id, "currency": currency, "tag": tag}

@app.post("/sign-in")
def sign_in():
    response = RedirectResponse("/items", status_code=302)
    response.set_cookie("session", "1")
    return response

handler = Mangum(app)
`;

/** Compiled packages are of one version of the interpreter. */
const python = ["python3.12", "python3.11"].find((name) => spawnSync(name, ["--version"]).status === 0);

test("a FastAPI application behind Mangum", {
  skip: python ? false : "there is no Python 3.11 or 3.12",
}, async (context) => {
  const packages = ["fastapi==0.115.5", "mangum==0.19.0"];
  const folder = packed(
    context,
    "fastapi",
    (into) => {
      run(python ?? "", ["-m", "pip", "install", "--quiet", "--target", into, ...packages], {});
      writeFileSync(join(into, "app.py"), fastapi);
    },
    fastapi,
    python ?? "",
    ...packages,
  );
  if (folder)
    await checkShop(await serve("fastapi", folder, { Runtime: python as "python3.12", Handler: "app.handler" }));
});

const goMod = `module shop

go 1.22

require github.com/awslabs/aws-lambda-go-api-proxy v0.16.2
require github.com/aws/aws-lambda-go v1.47.0
`;
const goMain = `package main

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/awslabs/aws-lambda-go-api-proxy/httpadapter"
)

func write(w http.ResponseWriter, status int, body map[string]any) {
	w.Header().Set("X-Shop", "open")
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(body)
}

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /items", func(w http.ResponseWriter, r *http.Request) {
		item := map[string]any{"id": 1}
		json.NewDecoder(r.Body).Decode(&item)
		write(w, 201, item)
	})
	mux.HandleFunc("GET /items/{id}", func(w http.ResponseWriter, r *http.Request) {
		id, _ := strconv.Atoi(r.PathValue("id"))
		write(w, 200, map[string]any{"id": id, "currency": r.URL.Query().Get("currency"), "tag": r.URL.Query().Get("tag")})
	})
	mux.HandleFunc("POST /sign-in", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "1"})
		http.Redirect(w, r, "/items", 302)
	})
	lambda.Start(httpadapter.NewV2(mux).ProxyWithContext)
}
`;

test("a Go application behind aws-lambda-go-api-proxy", { skip: skipWithout("go", "version") }, async (context) => {
  const source = packed(
    context,
    "go-shop",
    (into) => {
      writeFileSync(join(into, "go.mod"), goMod);
      writeFileSync(join(into, "main.go"), goMain);
      run("go", ["mod", "tidy"], { cwd: into });
    },
    goMod,
    goMain,
  );
  if (source)
    await checkShop(await serve("go-shop", buildGo(source), { Runtime: "provided.al2023", Handler: "bootstrap" }));
});

/** No framework: Java's own classes, and an event as the map that it is. */
const javaShop = `
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

public class Shop {
  private static final Pattern ITEM = Pattern.compile("/items/(\\\\d+)");

  @SuppressWarnings("unchecked")
  public Map<String, Object> handle(Map<String, Object> event) {
    Map<String, Object> http = (Map<String, Object>) ((Map<String, Object>) event.get("requestContext")).get("http");
    String route = http.get("method") + " " + event.get("rawPath");
    Map<String, Object> query = (Map<String, Object>) event.getOrDefault("queryStringParameters", Map.of());
    if (route.equals("POST /items")) {
      String body = (String) event.get("body");
      return answer(201, "{\\"id\\":1," + body.substring(1), Map.of());
    }
    if (route.equals("POST /sign-in")) {
      Map<String, Object> found = answer(302, "", Map.of("location", "/items"));
      found.put("cookies", List.of("session=1; Path=/"));
      return found;
    }
    Matcher item = ITEM.matcher((String) event.get("rawPath"));
    if (!item.matches()) return answer(404, "", Map.of());
    String told = "{\\"id\\":" + item.group(1) + ",\\"currency\\":\\"" + query.get("currency") + "\\",\\"tag\\":\\"" + query.get("tag") + "\\"}";
    return answer(200, told, Map.of());
  }

  private static Map<String, Object> answer(int status, String body, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("x-shop", "open");
    headers.put("content-type", "application/json");
    Map<String, Object> found = new HashMap<>();
    found.put("statusCode", status);
    found.put("headers", headers);
    found.put("body", body);
    return found;
  }
}
`;

test("a plain Java application", { skip: skipWithout("javac", "--version") }, async () => {
  const source = buildOnce("java-shop-source", [javaShop], (into) => writeFileSync(join(into, "Shop.java"), javaShop));
  await checkShop(await serve("java-shop", buildJava(source, [], []), { Runtime: "java17", Handler: "Shop::handle" }));
});
