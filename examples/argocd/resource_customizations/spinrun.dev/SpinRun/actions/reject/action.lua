if obj.metadata.annotations == nil then
  obj.metadata.annotations = {}
end
obj.metadata.annotations["spinrun.dev/reject"] = tostring(obj.status.iteration)
return obj
