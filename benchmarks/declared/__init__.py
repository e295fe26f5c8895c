"""The declared model as mechanisms of the library: one file each, adopted by `library_model`.

They meet in the state. Numbers that the state has no array for stand in cells of `state.economy`; each file
names the cells that it uses, and `library_model` refuses files that disagree about one.
"""
