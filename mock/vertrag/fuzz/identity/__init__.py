"""How a run proves who asks, where a header that never changes is not enough."""
