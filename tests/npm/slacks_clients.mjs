// Slack's own clients for Node in the playground: node slacks_clients.mjs '{"api": URL, …}'
// They say on a line each what they see, and end when their input does.
import { LogLevel, SocketModeClient } from "@slack/socket-mode";
import { WebClient } from "@slack/web-api";

const { api, botToken, appToken, channel } = JSON.parse(process.argv[2]);
const say = (...what) => console.log(JSON.stringify(what));

const web = new WebClient(botToken, { slackApiUrl: api, logLevel: LogLevel.ERROR });
web.on("rate_limited", (seconds) => say("waits", seconds));
for (const text of ["1", "2", "3"]) await web.chat.postMessage({ channel, text });
const pages = [];
for await (const page of web.paginate("conversations.history", { channel, limit: 2 })) {
  pages.push(page.messages.map((message) => message.text));
}
say("pages", pages);
const refused = await web.chat.update({ channel, ts: "1.000001", text: "?" }).catch((e) => e);
say("refused", refused.code, refused.data.error);

const socket = new SocketModeClient({
  appToken,
  clientOptions: { slackApiUrl: api },
  logLevel: LogLevel.ERROR,
});
socket.on("connected", () => say("connected"));
socket.on("slash_commands", ({ ack, body }) => ack({ text: `${body.command} ${body.text}` }));
socket.on("reaction_added", async ({ ack, event, retry_num }) => {
  await ack();
  say("reacted", event.reaction, retry_num);
});
process.stdin.on("end", () => process.exit()).resume();
await socket.start();
