-- Sends the requests of a file, each once: a line holds timestamp, signature, content type, body.
-- wrk -s replay.lua URL -- FILE; ends with one line of JSON.

local lines, position = nil, 0

function init(arguments)
  lines = io.open(arguments[1], "r")
end

function request()
  local line = lines:read("*l")
  if line == nil then -- all were sent: what comes after it is answered with 401, and seen
    return wrk.format("POST", nil, {}, "")
  end
  local at, signature, type, body = line:match("^(%S+) (%S+) (%S+) (.*)$")
  return wrk.format("POST", nil, {
    ["Content-Type"] = type,
    ["X-Slack-Request-Timestamp"] = at,
    ["X-Slack-Signature"] = signature,
  }, body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "failed": %d}\n',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
