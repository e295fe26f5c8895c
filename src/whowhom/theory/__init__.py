"""Published formal models as pure kernels: one file a model, shared by mechanisms and exact solvers."""
