-- A token acts once. No clock is at hand, but each end of the run has a time of its own.
local token = "iteration-" .. tostring(obj.status.iteration) .. "-attempt-" .. tostring(obj.status.current.attempt)
for _, condition in ipairs(obj.status.conditions or {}) do
  if (condition.type == "Failed" or condition.type == "Complete") and condition.status == "True" then
    token = token .. "-" .. condition.lastTransitionTime
  end
end
if obj.metadata.annotations == nil then
  obj.metadata.annotations = {}
end
obj.metadata.annotations["spinrun.dev/retry"] = token
return obj
