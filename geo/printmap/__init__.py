"""The print map, part by part: pen, frame, ground, events, names, legend and what stands round a map."""
