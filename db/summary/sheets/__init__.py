"""Each summary as a plain table: reads its frames, runs its Polars function, and says it in the reader's language."""
