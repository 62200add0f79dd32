if obj.metadata.annotations == nil then
  obj.metadata.annotations = {}
end
-- The decision names the candidate that was looked at. Of two contrary ones the later counts.
obj.metadata.annotations["spinrun.dev/reject"] = obj.status.candidate.name
obj.metadata.annotations["spinrun.dev/promote"] = nil
return obj
