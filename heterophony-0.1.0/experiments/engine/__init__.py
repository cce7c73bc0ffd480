"""Tasks become rows: seeds, workers, checkpoints."""
