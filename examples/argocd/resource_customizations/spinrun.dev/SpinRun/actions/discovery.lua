-- Only what is open to a script in argocd-cm is used: no string library, no clock.
local phase = obj.status ~= nil and obj.status.phase or "Pending"
local over = phase == "Succeeded" or phase == "Failed"
local suspended = obj.spec.suspend == true
local stopped = false
if obj.status ~= nil and obj.status.conditions ~= nil then
  for _, condition in ipairs(obj.status.conditions) do
    if condition.type == "Complete" and condition.reason == "StoppedAtRejection" then
      stopped = condition.status == "True"
    end
  end
end

local actions = {}
actions["suspend"] = {["disabled"] = over or suspended, ["iconClass"] = "fa fa-fw fa-pause"}
actions["resume"] = {["disabled"] = not suspended, ["iconClass"] = "fa fa-fw fa-play"}
actions["retry"] = {["disabled"] = phase ~= "Failed" and not stopped, ["iconClass"] = "fa fa-fw fa-redo"}
actions["promote"] = {["disabled"] = phase ~= "AwaitingPromotion", ["iconClass"] = "fa fa-fw fa-check"}
actions["reject"] = {["disabled"] = phase ~= "AwaitingPromotion", ["iconClass"] = "fa fa-fw fa-times"}
return actions
