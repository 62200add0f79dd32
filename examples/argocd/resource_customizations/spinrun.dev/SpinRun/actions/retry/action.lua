-- A token acts once. Attempts only grow in an iteration, so the two numbers make a new one without a clock.
if obj.metadata.annotations == nil then
  obj.metadata.annotations = {}
end
obj.metadata.annotations["spinrun.dev/retry"] = "iteration-" .. tostring(obj.status.iteration) .. "-attempt-" .. tostring(obj.status.attempt)
return obj
