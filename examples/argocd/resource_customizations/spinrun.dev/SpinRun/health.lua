-- Follows kstatus: observedGeneration, then the conditions Failed, Stalled, Suspended and Complete. A run that people have paused, or
-- are to decide on, counts as suspended too.
-- Only what is open to a script in argocd-cm is used: no string library, no clock.
local health = {status = "Progressing", message = "Waiting for the operator"}

if obj.status == nil or obj.status.conditions == nil then
  return health
end
if obj.status.observedGeneration == nil or obj.status.observedGeneration ~= obj.metadata.generation then
  health.message = "Waiting for the operator to see the latest spec"
  return health
end

if obj.metadata.annotations ~= nil and obj.metadata.annotations["spinrun.dev/paused"] == "true" then
  health.status = "Suspended"
  health.message = obj.status.message or "Paused"
  return health
end

local holds = {}
for _, condition in ipairs(obj.status.conditions) do
  if condition.status == "True" then
    holds[condition.type] = condition
  end
end

if holds["Failed"] ~= nil or holds["Stalled"] ~= nil then
  local condition = holds["Failed"] or holds["Stalled"]
  health.status = "Degraded"
  health.message = condition.reason .. ": " .. condition.message
elseif obj.status.phase == "AwaitingPromotion" then
  health.status = "Suspended"
  health.message = obj.status.message or "Awaiting promotion"
elseif holds["Suspended"] ~= nil then
  health.status = "Suspended"
  health.message = holds["Suspended"].message
elseif holds["Complete"] ~= nil then
  health.status = "Healthy"
  health.message = holds["Complete"].message
else
  health.message = "Iteration " .. (obj.status.iterationText or "")
  local current = obj.status.current or {}
  if current.stage ~= nil then
    health.message = health.message .. ", " .. current.stage
  end
  if current.progress ~= nil then
    health.message = health.message .. " " .. current.progress.text
  end
end
return health
