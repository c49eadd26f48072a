"""What the rig changes inside a process under test: shorter times, and faults of ours made on purpose. Never in the product."""
