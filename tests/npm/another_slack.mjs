// `emulate` (npm) as a Slack: node another_slack.mjs '{"events": URL, "slack": what it starts with}'
// It prints the address of its Web API, and ends when its input does.
import { readdirSync, readFileSync } from "node:fs";
import { createEmulator } from "emulate";

const { events, slack } = JSON.parse(process.argv[2]);
const { slackPlugin } = await import(itsSlack());
const register = slackPlugin.register;

slackPlugin.register = (app, store, webhooks, ...rest) => {
  // It signs and sends events, but nothing public tells it where to.
  webhooks.register({ url: events, events: ["*"], active: true, owner: "slack" });
  // Of reactions it leaves out when they were made: docs.slack.dev/reference/events/reaction_added
  const dispatch = webhooks.dispatch.bind(webhooks);
  webhooks.dispatch = (type, action, payload, ...to) => {
    payload.event.event_ts ??= (Date.now() / 1000).toFixed(6);
    return dispatch(type, action, payload, ...to);
  };
  // Three seconds are short on a busy machine.
  app.use("/api/views.open", (c, next) => {
    const triggers = store.collection("slack.view_triggers");
    for (const { id } of triggers.all()) triggers.update(id, { expires_at: Infinity });
    return next();
  });
  // It reads bodies alone. Slack's methods take GET and what stands in the address too, and so
  // slack_sdk asks: docs.slack.dev/apis/web-api/#basics
  app.use("/api/:method", (c, next) => {
    const { origin, pathname, searchParams } = new URL(c.req.url);
    if (c.req.method === "POST" && !searchParams.size) return next();
    const authorization = c.req.header("authorization");
    const body = new URLSearchParams(searchParams);
    return app.request(origin + pathname, { method: "POST", headers: { authorization }, body });
  });
  register.call(slackPlugin, app, store, webhooks, ...rest);
  // No method of Slack's shows views and what one person alone sees; its own page is for people.
  app.get("/state/:of", (c) => c.json(store.collection("slack." + c.req.param("of")).all()));
};

function itsSlack() {
  const folder = new URL(".", import.meta.resolve("emulate"));
  const files = readdirSync(folder).filter((name) => /^dist-.*\.js$/.test(name));
  const named = files.map((name) => new URL(name, folder));
  return named.find((file) => readFileSync(file, "utf-8").includes("slackPlugin"));
}

const emulator = await createEmulator({ service: "slack", port: 0, seed: { slack } });
console.log(emulator.url + "/api/");
process.stdin.on("end", () => process.exit()).resume();
