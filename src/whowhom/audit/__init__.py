"""What can be said of an organisation before anything is simulated: defects, graph, power, dates, capture.

One module per section. Each has a frozen dataclass and a function from a scenario to it; `to_dict` gives
plain data with the keys `method`, `residual` and `words`. No section simulates.
"""
