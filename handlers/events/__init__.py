"""Events: shown, made, changed, cancelled."""
