"""Pictures of findings: each one outlined in its surroundings, with what people say and are called covered.

What is seen is photographed as it is; outline and covers are drawn afterwards, on an empty page of our own, where
nothing of the site can see, move or hide them. Photographs of the site are not loaded, as in the scan itself.
"""
