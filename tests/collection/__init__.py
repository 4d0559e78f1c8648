"""A judged collection: what a Wissensspeicher holds, and questions with their right answers."""
