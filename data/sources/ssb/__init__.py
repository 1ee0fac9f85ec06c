"""Statistics Norway's statistics bank (PxWebApi v2): which tables are loaded, what is agreed of each, and the fetching."""
