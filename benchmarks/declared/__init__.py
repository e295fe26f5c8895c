"""The declared model as mechanisms of the library: one file each, adopted by `library_model`.

They meet in the state. What the state has no array for stands in one of nearest meaning that nothing else
reads here (`benchmarks/declared_model.md`, "In the library"). A constant that several files need is repeated
in each, because a mechanism is compiled anew when its own file changes; `library_model` refuses files that
disagree about one.
"""
