import { test } from "node:test";
import { App } from "cdktf";
import { HybridPlatform } from "cdktf-hybrid-kubernetes";
import { answers, LAST_RESORT, NO_ANSWER } from "cdktf-hybrid-kubernetes/testing";
import { production } from "../production";

const app = new App();
new HybridPlatform(app, "production", production);
const api = answers(app, "api.example.com");

test("a quarter of France is served from Paris, and by Google while Paris is down", () => {
  api.from("FR").are({ paris: 25, [LAST_RESORT]: 75 });
  api.from("FR").whenDown("paris").are(LAST_RESORT);
});

test("everybody has an answer, whatever is down", () => {
  api.fromEverywhere().whateverIsDown().exclude(NO_ANSWER);
});
