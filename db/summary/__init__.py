"""From rollups to what people read."""
