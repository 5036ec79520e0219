"""The graph, on both servers."""
