"""Everything that touches disk or network: store, snapshot, imports, sources and the embedded facts."""
