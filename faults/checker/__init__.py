"""The checker: what must hold after every fault, judged by what can be seen from the outside. One file an invariant."""
