"""Many documents: a plan of what to read, worker processes, results that a stopped run goes on from, tables of all."""
